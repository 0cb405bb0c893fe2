// Ticks of a guide, kept in this browser only. Without this file a guide is a plain numbered list.
(function () {
  "use strict";
  var list = document.querySelector("[data-guide]");
  var progress = document.querySelector("[data-guide-progress]");
  if (!list || !progress) {
    return;
  }
  var key = "portal.guide." + list.getAttribute("data-guide");
  var steps = Array.prototype.slice.call(list.querySelectorAll("[data-step]"));
  var status = progress.querySelector("[role=status]");
  var reset = progress.querySelector("[data-guide-reset]");

  function read() {
    try {
      var kept = JSON.parse(window.localStorage.getItem(key) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch (error) {
      return []; // storage may be forbidden, or hold something else
    }
  }

  function keep(done) {
    try {
      if (done.length) {
        window.localStorage.setItem(key, JSON.stringify(done));
      } else {
        window.localStorage.removeItem(key);
      }
    } catch (error) {
      // The ticks then hold until the page is left.
    }
  }

  function boxOf(step) {
    return step.querySelector("input[type=checkbox]");
  }

  function ticked() {
    return steps
      .filter(function (step) {
        return boxOf(step).checked;
      })
      .map(function (step) {
        return step.getAttribute("data-step");
      });
  }

  function show() {
    var done = ticked().length;
    var name = done === 0 ? "none" : done === steps.length ? "all" : "some";
    var text = progress.getAttribute("data-" + name);
    status.textContent = text.replace("{done}", done).replace("{total}", steps.length);
    reset.disabled = done === 0;
    steps.forEach(function (step) {
      step.classList.toggle("is-done", boxOf(step).checked);
    });
  }

  function restore() {
    var kept = read();
    steps.forEach(function (step) {
      boxOf(step).checked = kept.indexOf(step.getAttribute("data-step")) !== -1;
    });
    show();
  }

  list.addEventListener("change", function () {
    keep(ticked());
    show();
  });
  reset.addEventListener("click", function () {
    keep([]);
    restore();
    boxOf(steps[0]).focus();
  });
  progress.querySelector("[data-guide-print]").addEventListener("click", function () {
    window.print();
  });
  // Another tab with the same guide.
  window.addEventListener("storage", function (event) {
    if (event.key === key || event.key === null) {
      restore();
    }
  });
  restore();
})();
