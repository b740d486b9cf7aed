// What "opas serve" adds to every page: it reloads the page after a good build
// and shows the errors of a bad one over the page that is still up.
(function () {
  "use strict";
  var shown = null;
  var build = new URL(document.currentScript.src).searchParams.get("build"); // of this page
  var style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/_opas/live.css";
  document.head.appendChild(style);

  function show(html) {
    if (shown) shown.remove();
    shown = null;
    if (!html) return;
    shown = document.createElement("div");
    shown.className = "opas-live";
    shown.setAttribute("role", "alert");
    shown.innerHTML = html;
    document.body.prepend(shown);
  }

  var events = new EventSource("/_opas/events");
  events.onmessage = function (message) {
    var errors = JSON.parse(message.data).errors;
    if (!errors && message.lastEventId !== build) location.reload();
    else show(errors);
  };
})();
