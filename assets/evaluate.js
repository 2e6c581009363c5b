// Only what was checked can be run: a definition or a study that changed since is to be checked again.
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.evaluate = {
  ready: function (checked, spent, study, text) {
    const same = (one) => Boolean(one) && one.study === study && one.text === text;
    if (!checked) {
      return [true, "Check the definition first.", "evaluate-words"];
    }
    if (!same(checked)) {
      return [true, "The definition or the study changed since it was checked. Check it again.", "evaluate-words is-old"];
    }
    if (same(spent)) {
      return [false, "Counted. The same definition again is free.", "evaluate-words"];
    }
    return [!checked.may_run, checked.cost, "evaluate-words"];
  },
};
