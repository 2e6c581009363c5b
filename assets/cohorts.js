// What the cohort page does without asking the server: its dialog and its side panel.
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.cohorts = {
  open_close: function (opened, closed, isOpen) {
    return opened || closed ? !isOpen : window.dash_clientside.no_update;
  },
  open: function (clicks) {
    return clicks ? true : window.dash_clientside.no_update;
  },
};
