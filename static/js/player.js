// The player and the transcript follow each other. Without this file the browser's player and the text stand alone.
(function () {
  "use strict";
  var root = document.querySelector("[data-player]");
  var media = root && root.querySelector("[data-media]");
  if (!media) {
    return;
  }
  var transcript = document.querySelector("[data-transcript]");
  var line = root.querySelector("[data-line]");
  var follow = root.querySelector("[data-follow]");
  var speed = root.querySelector("[data-speed]");
  var captions = root.querySelector("[data-captions]");
  var moment = root.querySelector("[data-moment]");
  var quiet = window.matchMedia("(prefers-reduced-motion: reduce)");
  var cues = [];
  var current = -1;
  var waiting = null;

  Array.prototype.forEach.call(root.querySelectorAll("[data-bar]"), function (part) {
    part.hidden = false;
  });
  if (transcript) {
    cues = Array.prototype.map.call(transcript.querySelectorAll("[data-s]"), function (cue) {
      return { start: Number(cue.getAttribute("data-s")) / 1000, element: cue };
    });
  }

  function at(seconds) {
    // The last cue that has begun.
    var low = 0;
    var high = cues.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (cues[middle].start <= seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  function clock(seconds) {
    var whole = Math.floor(seconds);
    var hours = Math.floor(whole / 3600);
    var minutes = Math.floor(whole / 60) % 60;
    var rest = ("0" + (whole % 60)).slice(-2);
    return hours ? hours + ":" + ("0" + minutes).slice(-2) + ":" + rest : minutes + ":" + rest;
  }

  function inView(element) {
    var box = element.getBoundingClientRect();
    return box.top >= 80 && box.bottom <= window.innerHeight - 20;
  }

  function mark(number, scroll) {
    if (number !== current) {
      if (cues[current]) {
        cues[current].element.classList.remove("is-now");
      }
      current = number;
      if (cues[number]) {
        cues[number].element.classList.add("is-now");
      }
      if (line) {
        line.textContent = cues[number] ? cues[number].element.textContent : "";
      }
    }
    if (scroll && cues[number] && !inView(cues[number].element)) {
      cues[number].element.scrollIntoView({ block: "center", behavior: quiet.matches ? "auto" : "smooth" });
    }
  }

  function tell(seconds) {
    if (!moment) {
      return;
    }
    var text = moment.getAttribute("data-moment");
    text = text.replace("@c", clock(seconds)).replace(/@s$/, String(Math.floor(seconds)));
    moment.setAttribute("data-report-copy", text);
    moment.href = moment.getAttribute("href").replace(/-t[0-9]+/, "-t" + Math.floor(seconds));
  }

  function update() {
    var number = at(media.currentTime + 0.05);
    mark(number, !media.paused && follow.getAttribute("aria-pressed") === "true" && number !== current);
    tell(media.currentTime);
  }

  function go(whole, scroll) {
    // A link says whole seconds: what begins inside that second is meant.
    var meant = cues[at(whole + 0.999)];
    var seconds = meant && meant.start >= whole ? meant.start : whole;
    if (media.readyState < 1) {
      waiting = seconds;
      media.load();
    } else {
      media.currentTime = seconds;
    }
    mark(at(seconds), scroll);
    tell(seconds);
  }

  function asked() {
    var hash = /^#t([0-9]{1,6})$/.exec(window.location.hash);
    var query = /[?&]t=([0-9]{1,6})(?:&|#|$)/.exec(window.location.search);
    return hash ? Number(hash[1]) : query ? Number(query[1]) : null;
  }

  media.addEventListener("loadedmetadata", function () {
    if (waiting !== null) {
      media.currentTime = waiting;
      waiting = null;
    }
  });
  media.addEventListener("timeupdate", update);
  media.addEventListener("seeked", update);

  var start = asked();
  if (start !== null) {
    go(start, true);
  }
  window.addEventListener("hashchange", function () {
    var seconds = asked();
    if (seconds !== null) {
      go(seconds, false);
    }
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-t]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    var seconds = Number(link.getAttribute("data-t"));
    window.history.replaceState(null, "", "?t=" + seconds);
    go(seconds, !link.closest("[data-transcript]"));
    var started = media.play();
    if (started && started.catch) {
      started.catch(function () {});
    }
  });

  // For people signed in: where they are is told sparingly, so that they can go on from there.
  var listening = document.querySelector("[data-listening]");
  var told = null;

  function note() {
    var seconds = Math.floor(media.currentTime);
    if (!listening || seconds === told || !window.fetch) {
      return;
    }
    told = seconds;
    var body = new FormData(listening);
    body.append("lecture", listening.getAttribute("data-lecture"));
    body.append("seconds", String(seconds));
    window
      .fetch(listening.getAttribute("data-listening"), {
        method: "POST",
        body: body,
        credentials: "same-origin",
        keepalive: true,
      })
      .catch(function () {});
  }

  if (listening) {
    media.addEventListener("timeupdate", function () {
      if (!media.paused && (told === null || Math.abs(media.currentTime - told) >= 30)) {
        note();
      }
    });
    media.addEventListener("pause", note);
    media.addEventListener("ended", note);
    window.addEventListener("pagehide", function () {
      if (!media.paused) {
        note();
      }
    });
  }

  var keep = document.querySelector("[data-keep-moment]");
  if (keep) {
    // Opening the form means the moment that is heard now.
    keep.closest("details").addEventListener("toggle", function () {
      if (this.open && !keep.value && media.currentTime >= 1) {
        keep.value = clock(media.currentTime);
      }
    });
  }

  function setSpeed(value) {
    media.playbackRate = Number(value);
    speed.value = String(value);
  }

  function step(seconds) {
    media.currentTime = Math.max(0, Math.min(media.duration || 0, media.currentTime + seconds));
  }

  function showCaptions(shown) {
    captions.setAttribute("aria-pressed", String(shown));
    if (line) {
      line.hidden = !shown;
      return;
    }
    Array.prototype.forEach.call(media.textTracks, function (track, number) {
      track.mode = shown && number === 0 ? "showing" : "hidden";
    });
  }

  speed.addEventListener("change", function () {
    setSpeed(speed.value);
  });
  Array.prototype.forEach.call(root.querySelectorAll("[data-step]"), function (button) {
    button.addEventListener("click", function () {
      step(Number(button.getAttribute("data-step")));
    });
  });
  follow.addEventListener("click", function () {
    follow.setAttribute("aria-pressed", String(follow.getAttribute("aria-pressed") !== "true"));
  });
  if (captions) {
    captions.addEventListener("click", function () {
      showCaptions(captions.getAttribute("aria-pressed") !== "true");
    });
    showCaptions(!line);
  }

  var speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];
  root.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      return;
    }
    var key = event.key.toLowerCase();
    var place = speeds.indexOf(media.playbackRate);
    if (key === "k") {
      if (media.paused) {
        media.play();
      } else {
        media.pause();
      }
    } else if (key === "j" || key === "l") {
      step(key === "j" ? -10 : 10);
    } else if (key === "," && place > 0) {
      setSpeed(speeds[place - 1]);
    } else if (key === "." && place >= 0 && place < speeds.length - 1) {
      setSpeed(speeds[place + 1]);
    } else if (key === "c" && captions) {
      captions.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  // The search inside the lecture: the same answer as without this file, put in place.
  var form = document.querySelector("[data-find]");
  var found = document.querySelector("[data-found]");
  if (form && found && window.fetch && window.DOMParser) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var address = "?find=" + encodeURIComponent(form.elements.find.value);
      window
        .fetch(address, { credentials: "same-origin" })
        .then(function (answer) {
          return answer.ok ? answer.text() : Promise.reject(answer.status);
        })
        .then(function (text) {
          var other = new DOMParser().parseFromString(text, "text/html").querySelector("[data-found]");
          found.innerHTML = other ? other.innerHTML : "";
        })
        .catch(function () {
          form.submit();
        });
    });
  }
})();
