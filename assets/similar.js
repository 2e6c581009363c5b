// The page /similar: its question is what stands after # in the address, and a phenopacket loses all but its findings here.
window.dash_clientside = window.dash_clientside || {};
(function () {
  const PAGE = "similar-page";
  // Parts of a phenopacket that are told by name when they stay behind; other names could be anybody's.
  const PARTS = ["subject", "measurements", "biosamples", "interpretations", "diseases", "medicalActions", "files"];
  const OTHERS = ["members", "proband", "phenopackets"]; // several people: the server says so

  const LARGEST = 2000000, LARGEST_SENT = 500000; // bytes of the file, and of its findings

  let asked = null; // the question that the page was last told

  const none = () => window.dash_clientside.no_update;
  const page = () => document.getElementById(PAGE);
  const fragment = () => window.location.hash.replace(/^#/, "");
  const camel = (name) => name.replace(/_([a-z])/g, (all, letter) => letter.toUpperCase());

  function look(question) {
    const keys = question.split("&").map((part) => part.split("=")[0]);
    return keys.includes("p2") || keys.includes("x2") ? "page similar-page is-pair" : "page similar-page";
  }

  // A dcc.Location would call the first question twice, and Dash sometimes drops what waits for the first call.
  function follow() {
    if (!page() || window.location.pathname !== "/similar" || fragment() === asked) { return; }
    asked = fragment();
    window.dash_clientside.set_props("similar-question", { data: asked });
    window.dash_clientside.set_props(PAGE, { className: look(asked) });
  }

  window.addEventListener("popstate", follow);
  window.addEventListener("_dashprivate_pushstate", follow);

  function renamed(value) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [camel(name), one]));
  }

  // Id and state of a finding; its label, its onset, its description and its evidence stay behind.
  function finding(feature) {
    const kept = renamed(feature || {});
    // A label is free text, and may say more than the finding: its id is enough.
    if (kept.type && kept.type.id !== undefined) { kept.type = { id: kept.type.id }; }
    return Object.fromEntries(["type", "excluded", "negated"].filter((name) => name in kept).map((name) => [name, kept[name]]));
  }

  function reduced(text) {
    const whole = renamed(JSON.parse(text));
    const meta = renamed(whole.metaData || {});
    const sent = { id: "profile", subject: { id: "profile" }, metaData: {} };
    if (meta.phenopacketSchemaVersion) { sent.metaData.phenopacketSchemaVersion = meta.phenopacketSchemaVersion; }
    OTHERS.filter((name) => name in whole).forEach((name) => { sent[name] = []; });
    if (Array.isArray(whole.phenotypicFeatures)) { sent.phenotypicFeatures = whole.phenotypicFeatures.map(finding); }
    const stayed = PARTS.filter((name) => name in whole).map((name) => name.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()));
    return { sent, stayed };
  }

  function base64(text) {
    return window.btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
  }

  function bytes(contents) {
    const raw = window.atob(contents.slice(contents.indexOf(",") + 1));
    return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  }

  window.dash_clientside.similar = {
    // Once, when the page is drawn; from then on `follow` tells of every change of the address.
    question: function () {
      asked = fragment();
      return [asked, look(asked)];
    },

    read_file: function (contents) {
      if (!contents) { return none(); }
      // The same file may be chosen again after the profile was changed.
      window.setTimeout(() => window.dash_clientside.set_props("similar-upload", { contents: null }), 0);
      const now = Date.now(); // so that the same answer, given again, is an answer
      if (contents.length * 0.75 > LARGEST + 1000) { return { large: true, at: now }; }
      try {
        const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes(contents)).replace(/^\ufeff/, "");
        const { sent, stayed } = reduced(text);
        const findings = base64(JSON.stringify(sent));
        if (findings.length > LARGEST_SENT) { return { large: true, at: now }; }
        return { findings: findings, kept: stayed.length ? "Not sent: " + stayed.join(", ") + "." : "", at: now };
      } catch (unreadable) {
        // No JSON object: the server says so of three words; nothing of the file is sent.
        return { findings: base64("no JSON object"), kept: "", at: now };
      }
    },
  };

  async function copy(button) {
    const words = button.querySelector("span:last-child");
    try {
      await navigator.clipboard.writeText(window.location.href);
      words.textContent = "Copied";
    } catch (refused) {
      words.textContent = "Copy it from the address bar";
    }
  }

  function toPicker(button) {
    const box = document.getElementById(button.dataset.picker);
    if (!box) { return; }
    box.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
    if (button.dataset.words) { window.dash_clientside.set_props(box.id, { value: button.dataset.words }); }
  }

  // A row that was removed takes the focus with it: give it to the list that is left.
  function focusList() {
    window.setTimeout(() => {
      const list = page() && page().querySelector(".similar-lists");
      if (list && document.activeElement === document.body) { list.focus({ preventScroll: true }); }
    }, 400);
  }

  document.addEventListener("click", (event) => {
    if (!page() || !event.target.closest) { return; }
    const way = event.target.closest("a[href], button");
    if (!way) { return; }
    if (way.dataset.picker) { toPicker(way); }
    else if (way.dataset.scroll) { document.getElementById(way.dataset.scroll).scrollIntoView({ block: "start" }); }
    else if (way.dataset.copyAddress) { copy(way); }
    else if (way.closest("#" + PAGE + " [role=alert] .panel-actions") && way.classList.contains("button-main")) {
      event.preventDefault();
      window.location.reload(); // "Try again" keeps the profile of the address
    } else if (page().contains(way) && (way.getAttribute("href") || "").startsWith("#")) {
      window.dash_clientside.set_props("similar-said", { children: "" });
      focusList();
    }
  });

  // A chip of the cohort bar leads to another cohort (?q=...): the profile after # goes along.
  document.addEventListener("click", (event) => {
    const link = page() && window.location.hash && event.target.closest && event.target.closest(".cohort-bar a[href^='?']");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    event.stopPropagation();
    window.history.pushState({}, "", link.getAttribute("href") + window.location.hash);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }, true);
})();
