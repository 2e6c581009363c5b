// The keyboard and the pointer of the term picker: a combobox with its listbox (ARIA), without a framework.
// The server writes the rows; each carries the address with its term, and this follows it. One picker a page.
window.dash_clientside = window.dash_clientside || {};
(function () {
  const ADDRESS = "cohorts-address";
  let active = 0;
  let waiting = null; // a key pressed before the answer to what was typed had come

  const box = () => document.querySelector(".term-picker .term-box input");
  const list = () => document.querySelector(".term-picker .term-list");
  const options = () => list() && list().querySelector("[role=listbox]");
  const rows = () => (options() ? Array.from(options().querySelectorAll("[role=option]")) : []);
  const write = (words) => window.dash_clientside.set_props(box().id, { value: words });
  // The server hides an empty list; Escape shuts a full one. Two marks, so that neither undoes the other.
  const isOpen = () => Boolean(list()) && !list().hidden && !list().hasAttribute("data-shut");

  function tell() {
    const input = box();
    if (!input) { return; }
    const found = rows();
    const here = isOpen() && found.length ? found[active] : null;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", String(Boolean(here)));
    input.setAttribute("aria-controls", (found.length ? options() : list()).id);
    if (here) { input.setAttribute("aria-activedescendant", here.id); } else { input.removeAttribute("aria-activedescendant"); }
    found.forEach((row) => {
      row.classList.toggle("is-active", row === here);
      row.setAttribute("aria-selected", String(row === here));
    });
  }

  function open(opens) {
    if (!list()) { return; }
    list().toggleAttribute("data-shut", !opens);
    tell();
  }

  function move(to) {
    const count = rows().length;
    if (!count) { return; }
    active = (to + count) % count;
    tell();
    rows()[active].scrollIntoView({ block: "nearest" });
  }

  // Once the page has been drawn for the new cohort, the person types on where they were.
  function focusAgain(question, tries) {
    const page = document.getElementById("cohorts-page");
    const drawn = page && page.getAttribute("data-question") === question;
    if (drawn && box()) { box().focus({ preventScroll: true }); return; }
    if (tries) { window.setTimeout(() => focusAgain(question, tries - 1), 50); }
  }

  function follow(address) {
    if (!address) { return; }
    open(false);
    write("");
    if (address.startsWith("#")) { window.location.hash = address; return; } // the page stays: it reads its own address
    const search = address.slice(address.indexOf("?"));
    window.dash_clientside.set_props(ADDRESS, { search: search });
    focusAgain(new URLSearchParams(search).get("q"), 60);
  }

  function choose(row, way) {
    if (row) { follow(row.getAttribute(way === "rule-out" ? "data-rule-out" : "data-include")); }
  }

  function search(words) {
    const input = box();
    if (!input) { return; }
    write(words);
    input.focus();
  }

  function answered() {
    const answer = list() && list().querySelector("[data-question]");
    return answer ? answer.getAttribute("data-question") : null;
  }

  // Once the rows stand on the page: highlight the first, and do what a key asked for before they came.
  function drawn(question, tries) {
    if (answered() !== question) {
      if (tries) { window.setTimeout(() => drawn(question, tries - 1), 16); }
      return;
    }
    active = 0;
    open(true);
    if (waiting) { const way = waiting; waiting = null; choose(rows()[0], way); }
  }

  function onKey(event) {
    if (event.target !== box() || event.isComposing) { return; }
    const key = event.key;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (event.altKey && key === "ArrowUp") {
        const broader = rows()[active] && rows()[active].querySelector("[data-search]");
        if (broader) { search(broader.getAttribute("data-search")); }
      } else if (!isOpen()) {
        open(rows().length > 0);
      } else {
        move(active + (key === "ArrowDown" ? 1 : -1));
      }
    } else if (key === "Enter") {
      event.preventDefault();
      const way = event.shiftKey ? "rule-out" : "include";
      if (answered() !== event.target.value.trim()) { waiting = way; } else if (isOpen()) { choose(rows()[active], way); }
    } else if (key === "Escape") {
      event.preventDefault();
      if (isOpen()) { open(false); } else { write(""); }
    }
  }

  // The text box is a combobox from the moment it is drawn, not only once it has the focus.
  new MutationObserver(() => {
    if (box() && !box().hasAttribute("role")) { tell(); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => { if (event.target === box()) { tell(); } });
  document.addEventListener("input", (event) => { if (event.target === box()) { waiting = null; } });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".term-list")) { event.preventDefault(); } // the text box keeps the focus
  });
  document.addEventListener("mousemove", (event) => {
    const row = event.target.closest && event.target.closest(".term-list [role=option]");
    const at = row ? rows().indexOf(row) : -1;
    if (at >= 0 && at !== active) { active = at; tell(); }
  });
  document.addEventListener("click", (event) => {
    const other = event.target.closest("[data-search]");
    const row = event.target.closest(".term-list [role=option]");
    if (other) { search(other.getAttribute("data-search")); }
    else if (row) { choose(row, event.target.closest("[data-way]") ? "rule-out" : "include"); }
    else if (!event.target.closest(".term-picker")) { open(false); }
  });

  // Gives what was typed once nobody has typed for 150 ms. (A debounced dcc.Input moves the caret of fast typists.)
  function settling() {
    let timer = 0;
    let drop = null;
    return function (typed) {
      window.clearTimeout(timer);
      if (drop) { drop(window.dash_clientside.no_update); }
      return new Promise((resolve) => {
        drop = resolve;
        timer = window.setTimeout(() => { drop = null; resolve((typed || "").trim()); }, 150);
      });
    };
  }

  window.dash_clientside.term_picker = {
    settle_term: settling(),
    settle_condition: settling(),

    // An answer is shown only while its question is still what stands in the text box.
    show: function (answer) {
      const keep = window.dash_clientside.no_update;
      const typed = box() ? box().value.trim() : "";
      if (!answer || answer.question !== typed) { return [keep, keep, keep]; }
      drawn(answer.question, 60);
      return [answer.rows, answer.matches, !answer.question];
    },
  };
})();
