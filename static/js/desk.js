// The cues beside the player: a line is heard with one click, and what was typed is saved while one goes on.
(function () {
  "use strict";
  var media = document.querySelector("[data-desk-media]");
  var form = document.querySelector("[data-cues]");
  if (!form) {
    return;
  }
  var status = form.querySelector("[data-saved]");
  var dirty = new Set();
  var sending = false;
  var stopped = false;

  function seconds(text) {
    return text.split(":").reduce(function (sum, part) {
      return sum * 60 + Number(part.replace(",", "."));
    }, 0);
  }

  function say(name) {
    status.textContent = status.getAttribute("data-" + name);
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-play]");
    if (button && media) {
      var field = button.parentNode.querySelector("input");
      media.currentTime = seconds(field.value) || 0;
      media.play();
    }
  });
  form.addEventListener("input", function (event) {
    dirty.add(event.target.name);
    status.textContent = "";
  });
  form.addEventListener("submit", function () {
    stopped = true;
  });

  function save() {
    if (!dirty.size || sending || stopped) {
      return;
    }
    var names = new Set(dirty);
    var data = new FormData();
    ["csrfmiddlewaretoken", "action", "language", "version"].forEach(function (name) {
      data.append(name, form.elements[name].value);
    });
    names.forEach(function (name) {
      var pk = name.replace(/^[a-z]+-/, "");
      ["start", "end", "speaker", "chapter", "text"].forEach(function (part) {
        var field = form.elements[part + "-" + pk];
        if (field) {
          data.set(part + "-" + pk, field.value);
        }
      });
    });
    sending = true;
    dirty.clear();
    window
      .fetch(window.location.href, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        headers: { "X-Requested-With": "autosave" },
      })
      .then(function (answer) {
        return answer.json().then(function (told) {
          if (told.saved) {
            form.elements.version.value = told.version;
            say("done");
            return;
          }
          names.forEach(dirty.add, dirty);
          say(told.conflict ? "conflict" : "wrong");
          stopped = Boolean(told.conflict);
        });
      })
      .catch(function () {
        names.forEach(dirty.add, dirty);
        say("away");
      })
      .then(function () {
        sending = false;
      });
  }

  window.setInterval(save, 8000);
  window.addEventListener("beforeunload", function (event) {
    if (dirty.size && !stopped) {
      event.preventDefault();
    }
  });
})();
