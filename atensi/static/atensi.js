// Small help on top of pages that work without it: no form is sent twice, menus close, errors get the focus.
(() => {
  "use strict";

  const free = (form) => {
    delete form.dataset.sent;
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
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) {
      button.dataset.word = button.textContent;
      button.textContent = button.dataset.busy;
    }
  });
  // Back from the next page, or the fragment has come: the form may be sent again. A file to save leaves the page as it is.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) free(form);
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

  const focusErrors = (root) => root.querySelector(".errors[tabindex]")?.focus();
  focusErrors(document);
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

  // What did not come says so; the words stand in the page, in its language.
  const say = (id) => {
    const words = document.getElementById(id);
    if (words) document.getElementById("kabar").replaceChildren(words.content.cloneNode(true));
  };
  document.addEventListener("htmx:sendError", () => say("kabar-gagal"));
  document.addEventListener("htmx:responseError", () => say("kabar-gagal"));
  document.addEventListener("allauth.error", () => say("kunci-gagal"));

  // Buttons that do nothing without a script show themselves only with one, and only where the browser can.
  if (window.PublicKeyCredential) {
    for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
  }
})();
