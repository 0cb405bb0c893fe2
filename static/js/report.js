// One click copies what a link's plain page would show. Without this file the links lead there.
(function () {
  "use strict";
  var status = document.getElementById("report-status");
  var panel = document.getElementById("report-fallback");
  var field = document.getElementById("report-fallback-text");
  if (!status || !panel || !field) {
    return;
  }
  var opener = null;
  var timer = 0;

  function say(text) {
    // Emptied first, so that the same words are announced again.
    status.textContent = "";
    window.clearTimeout(timer);
    window.setTimeout(function () {
      status.textContent = text;
    }, 30);
    timer = window.setTimeout(function () {
      status.textContent = "";
    }, 6000);
  }

  function copyBySelection(text) {
    // The way of pages without a secure address, where the clipboard interface is missing.
    var area = document.createElement("textarea");
    var before = document.activeElement;
    area.value = text;
    area.readOnly = true;
    area.className = "sr-only";
    document.body.appendChild(area);
    area.select();
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    area.remove();
    if (before && before.focus) {
      before.focus({ preventScroll: true });
    }
    return done;
  }

  function close() {
    panel.hidden = true;
    if (opener) {
      opener.focus();
      opener = null;
    }
  }

  function show(text, from) {
    opener = from;
    field.value = text;
    panel.hidden = false;
    field.focus();
    field.select();
    say(status.getAttribute("data-failed"));
  }

  function finish(text, from, done) {
    if (!done) {
      show(text, from);
      return;
    }
    say(status.getAttribute("data-done"));
    var drop = from.closest("details[data-drop]");
    if (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  }

  function copy(text, from) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(
        function () {
          finish(text, from, true);
        },
        function () {
          finish(text, from, copyBySelection(text));
        }
      );
    } else {
      finish(text, from, copyBySelection(text));
    }
  }

  Array.prototype.forEach.call(document.querySelectorAll("a[data-report-copy]"), function (link) {
    link.setAttribute("role", "button");
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
        return; // another tab or window: the plain page
      }
      event.preventDefault();
      copy(link.getAttribute("data-report-copy"), link);
    });
    link.addEventListener("keydown", function (event) {
      if (event.key === " ") {
        event.preventDefault();
        copy(link.getAttribute("data-report-copy"), link);
      }
    });
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-report-from]"), function (button) {
    button.addEventListener("click", function () {
      copy(document.getElementById(button.getAttribute("data-report-from")).value, button);
    });
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) {
    button.addEventListener("click", function () {
      window.print();
    });
  });
  panel.querySelector("[data-report-close]").addEventListener("click", close);
  panel.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      close();
    }
  });
})();
