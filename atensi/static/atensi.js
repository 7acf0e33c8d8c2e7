// Small help on top of pages that work without it: no form is sent twice, menus close, errors get the focus.
(() => {
  "use strict";

  const free = (form) => {
    delete form.dataset.sent;
    delete form.dataset.kept;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      button.removeAttribute("aria-busy");
      if (button.dataset.word) button.textContent = button.dataset.word;
    }
  };

  // The first sending marks the form and its button; a second one is dropped. data-busy gives the word to show meanwhile.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button && !button.hasAttribute("aria-busy")) {
      button.setAttribute("aria-busy", "true");
      if (button.dataset.busy) {
        button.dataset.word = button.textContent;
        button.textContent = button.dataset.busy;
      }
    }
    const line = form.querySelector("[data-draft]");
    if (line && !form.dataset.kept && form.requestSubmit) {
      event.preventDefault();
      keep(form, line, button);
    }
  });

  // How a draft stands, in its own line; the words come with the page, in its language.
  const tell = (line, mark, words) => {
    const state = document.createElement("p");
    state.className = "sync";
    state.dataset.mark = mark;
    state.textContent = words;
    line.replaceChildren(state);
  };
  // That a form was not sent outweighs how its draft stands, until the draft is safe again.
  const saysUnsent = (line) => line.textContent.trim() === line.dataset.unsent;
  // Before a long form leaves the page its words go ahead as a draft. On a broken line nothing leaves, and it says so.
  const keep = (form, line, button) => {
    const words = new URLSearchParams();
    for (const [name, text] of new FormData(form)) if (typeof text === "string") words.append(name, text);
    const limit = new AbortController();
    setTimeout(() => limit.abort(), 15000);
    fetch(line.dataset.draft, { method: "POST", body: words, redirect: "manual", signal: limit.signal }).then(
      () => {
        delete form.dataset.sent;
        form.dataset.kept = "1";
        form.requestSubmit(button);
      },
      () => {
        free(form);
        tell(line, "care", line.dataset.unsent);
        line.scrollIntoView({ block: "center" });
      },
    );
  };
  // Back from the next page, or the fragment has come: the form may be sent again. A file to save leaves the page as it is.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches("form")) free(event.target);
  });

  const menus = () => document.querySelectorAll("details.me[open], details.more[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // "/" leads to the search box, unless somebody is writing. On a phone the box stands on a page of its own.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = [...document.querySelectorAll("[data-find]")].find((one) => one.offsetParent);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const focusErrors = (root) => root.querySelector(".errors[tabindex]")?.focus();
  focusErrors(document);
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

  // What did not come says so; the words stand in the page, in its language.
  const say = (id) => {
    const words = document.getElementById(id);
    if (words) document.getElementById("kabar").replaceChildren(words.content.cloneNode(true));
  };
  const missed = (event) => {
    const line = event.target.closest("[data-draft]");
    if (line) saysUnsent(line) || tell(line, "care", line.dataset.failed);
    else say("kabar-gagal");
  };
  document.addEventListener("htmx:sendError", missed);
  document.addEventListener("htmx:responseError", missed);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches("[data-draft]")) return;
    if (event.target.closest("form").dataset.sent) event.preventDefault(); // its words are on their way already
    else if (!saysUnsent(event.target)) tell(event.target, "half", event.target.dataset.saving);
  });
  document.addEventListener("allauth.error", () => say("kunci-gagal"));

  // Sections that do not fit scroll inside their line: the open one stands in sight.
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const line = tab.closest(".tabs");
    line.scrollLeft = tab.offsetLeft - line.offsetLeft - 48;
  }
  // A questionnaire's skip rules while one answers; without a script they follow after saving. What is hidden is sent, too.
  const follow = (form) => {
    const hidden = new Set();
    for (const asked of form.querySelectorAll(".asked")) {
      const field = asked.querySelector("[name]");
      const holds = ([name, values]) => !hidden.has(name) && new FormData(form).getAll(name).some((one) => values.includes(one));
      asked.hidden = Boolean(asked.dataset.when) && !JSON.parse(asked.dataset.when).every(holds);
      if (asked.hidden && field) hidden.add(field.name);
    }
    for (const part of form.querySelectorAll("[data-domain]")) part.hidden = !part.querySelector(".asked:not([hidden])");
  };
  document.addEventListener("change", (event) => {
    if (event.target.form?.querySelector("[data-when]")) follow(event.target.form);
  });

  // Buttons that do nothing without a script show themselves only with one, and only where the browser can.
  if (window.PublicKeyCredential) {
    for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
  }
})();
