"""The rooms of the house: the packages whose code is the product. A leaf."""

ROOMS = ("atensi", "institutions", "accreditation", "cases", "meetings", "carers", "referrals", "living", "reports")
