// What "opas serve" adds to every page: it reloads the page after a good build,
// shows the errors of a bad one over the page that is still up, and puts the bar
// for staff above the page.
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

  // The bar stands above everything, so that it covers nothing. Whether it is
  // open is kept from one page to the next.
  function bar(html) {
    document.body.insertAdjacentHTML("afterbegin", html);
    var details = document.querySelector(".opas-bar details");
    if (!details) return;
    details.open = sessionStorage.getItem("opas-bar") === "open";
    details.addEventListener("toggle", function () {
      sessionStorage.setItem("opas-bar", details.open ? "open" : "");
    });
  }

  fetch("/_opas/bar?page=" + encodeURIComponent(location.pathname))
    .then(function (answer) { return answer.text(); })
    .then(bar)
    .catch(function () {}); // the server is being stopped

  var events = new EventSource("/_opas/events");
  events.onmessage = function (message) {
    var errors = JSON.parse(message.data).errors;
    if (!errors && message.lastEventId !== build) location.reload();
    else show(errors);
  };
})();
