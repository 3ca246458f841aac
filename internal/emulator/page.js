// Keeps the page up to date: when the emulator says that something changed, the
// page is fetched again and what it shows is exchanged. Without this script the
// page is the same, until it is reloaded.
(function () {
  "use strict";
  var live = document.getElementById("live");
  var seen = null, busy = false, again = false;

  function say(on, text) {
    live.classList.toggle("on", on);
    if (live.textContent !== text) live.textContent = text;
  }

  // openMenus are the numbers of the <details> that are open, to be opened again.
  function openMenus() {
    return Array.prototype.map.call(document.querySelectorAll("#page details"), function (d) { return d.open; });
  }

  function exchange(fresh) {
    var page = document.getElementById("page"), next = fresh.getElementById("page");
    if (!next || page.innerHTML === next.innerHTML) return;
    var open = openMenus();
    var focus = document.activeElement && document.activeElement.getAttribute("href");
    var colors = document.getElementById("colors"), nextColors = fresh.getElementById("colors");
    if (colors.getAttribute("href") !== nextColors.getAttribute("href")) {
      colors.setAttribute("href", nextColors.getAttribute("href"));
    }
    page.replaceWith(document.adoptNode(next));
    var menus = document.querySelectorAll("#page details");
    if (menus.length === open.length) {
      menus.forEach(function (d, i) { d.open = open[i]; });
    }
    if (focus) {
      var links = document.querySelectorAll("#page a");
      for (var i = 0; i < links.length; i++) {
        if (links[i].getAttribute("href") === focus) { links[i].focus({ preventScroll: true }); break; }
      }
    }
  }

  function redraw() {
    if (busy) { again = true; return; }
    busy = true;
    fetch(location.href, { cache: "no-store" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) { exchange(new DOMParser().parseFromString(text, "text/html")); })
      .catch(function () { /* The stream tells when the emulator is back. */ })
      .finally(function () {
        busy = false;
        if (again) { again = false; redraw(); }
      });
  }

  var events = null;

  // A browser opens six connections to a server at most, and each stream is one. So
  // a page that nobody looks at has none, and catches up when it is looked at.
  function connect() {
    if (document.hidden) {
      if (events) events.close();
      events = null;
      return;
    }
    if (events) return;
    events = new EventSource("/_emulator/events");
    events.onmessage = function (event) {
      say(true, "Live");
      // Another emulator on the same port may count anew, so any other number counts.
      if (seen !== event.data) redraw();
      seen = event.data;
    };
    events.onerror = function () { say(false, "The emulator does not answer."); };
  }

  document.addEventListener("visibilitychange", connect);
  connect();
})();
