"""What is asked before a request is answered, decided or recommended, and what the sender says."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Text
from atensi.api.views import ApiView, operation
from atensi.errors import require

from ..models import ReferralQuestion
from ..permissions import can_answer_question, can_ask
from ..services.questions import answer_question, ask_sender
from .sending import ReferralView
from .shown import QuestionShown


class QuestionAsked(serializers.Serializer):
    text = Text()


class ReferralQuestions(ReferralView):
    @operation(
        "Ask the sender for more before answering or deciding",
        QuestionShown,
        takes=QuestionAsked,
        status=201,
    )
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_ask(request.actor, referral))
        made = ask_sender(referral=referral, by=request.actor, **self.given(QuestionAsked))
        return self.done(QuestionShown, made, 201)


class QuestionTold(serializers.Serializer):
    answer = Text()


class QuestionAnswer(ApiView):
    @operation("Tell who asked what they asked", QuestionShown, takes=QuestionTold)
    def post(self, request, pk):
        rows = ReferralQuestion.objects.visible_to(request.user)
        related = ("referral__case__office", "referral__case__beneficiary", "referral__to_institution__region")
        question = get_object_or_404(rows.select_related(*related), pk=pk)
        require(can_answer_question(request.actor, question.referral))
        made = answer_question(question=question, by=request.actor, **self.given(QuestionTold))
        return self.done(QuestionShown, made)
