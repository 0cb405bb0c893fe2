// What was chosen or dropped, by name and size, before it is sent; files that are too large are refused at once.
// While they are sent, each file says how far it is, what it was taken for and whether its text could be read.
(function () {
  "use strict";
  var form = document.querySelector("[data-upload]");
  var field = form && form.querySelector("input[type=file]");
  var list = form && form.querySelector("[data-files]");
  if (!field || !list) {
    return;
  }
  var most = Number(form.getAttribute("data-most"));
  var told = form.querySelector("[data-told]");
  var lines = [];

  function word(name) {
    return form.getAttribute("data-" + name) || "";
  }

  function say(line, text, wrong) {
    if (line.state.textContent !== " · " + text) {
      line.state.textContent = " · " + text;
    }
    line.item.className = wrong ? "is-bad" : "";
  }

  function line(file) {
    var item = document.createElement("li");
    var state = document.createElement("span");
    item.textContent = file.name + " · " + Math.max(1, Math.round(file.size / 1024)).toLocaleString() + " KB";
    item.appendChild(state);
    list.appendChild(item);
    return { file: file, item: item, state: state, bar: null, document: null };
  }

  function show() {
    var sum = 0;
    list.textContent = "";
    lines = Array.prototype.map.call(field.files, function (file) {
      var made = line(file);
      sum += file.size;
      if (most && file.size > most) {
        say(made, word("too-large"), true);
      }
      return made;
    });
    field.setCustomValidity(most && sum > most ? word("too-large") : "");
  }

  field.addEventListener("change", show);
  form.addEventListener("dragover", function (event) {
    event.preventDefault();
  });
  form.addEventListener("drop", function (event) {
    if (event.dataTransfer && event.dataTransfer.files.length) {
      event.preventDefault();
      field.files = event.dataTransfer.files;
      show();
    }
  });
  if (!form.hasAttribute("data-send") || !window.FormData) {
    return;
  }

  // Files go one behind the other, so that what was sent belongs to the first ones.
  function progress(sent) {
    lines.forEach(function (one) {
      var part = one.file.size ? Math.min(1, Math.max(0, sent / one.file.size)) : 1;
      sent -= one.file.size;
      one.bar.value = part;
      say(one, part < 1 ? word("sending") : word("looking"), false);
    });
  }

  function endProgress() {
    lines.forEach(function (one) {
      one.bar.remove();
      one.bar = null;
    });
  }

  function complain(texts) {
    told.textContent = texts.join(" ");
    form.querySelector("button[type=submit]").disabled = false;
  }

  function recognised(files) {
    var rest = lines.slice();
    files.forEach(function (file) {
      var at = rest.findIndex(function (one) {
        return one.file.name === file.name;
      });
      if (at >= 0) {
        var one = rest.splice(at, 1)[0];
        one.document = file.document;
        one.said = file.said;
        say(one, file.said + (file.document ? " · " + word("reading") : ""), file.refused);
      }
    });
  }

  function follow(answer, until) {
    window
      .fetch(answer.state, { credentials: "same-origin" })
      .then(function (response) {
        return response.json();
      })
      .then(function (state) {
        var waits = false;
        state.files.forEach(function (file) {
          lines.forEach(function (one) {
            if (one.document === file.document) {
              say(one, one.said + " · " + (file.waits ? word("reading") : file.said), false);
            }
          });
          waits = waits || file.waits;
        });
        if (waits && Date.now() < until) {
          window.setTimeout(follow, 1000, answer, until);
        } else {
          window.setTimeout(function () {
            window.location.assign(answer.desk);
          }, 600);
        }
      })
      .catch(function () {
        window.location.assign(answer.desk);
      });
  }

  function done(request) {
    var answer = null;
    endProgress();
    try {
      answer = JSON.parse(request.responseText);
    } catch (error) {
      complain([request.status === 413 ? word("too-large") : word("away")]);
      return;
    }
    recognised(answer.files || []);
    if (answer.errors) {
      complain(answer.errors);
      return;
    }
    var go = document.createElement("a");
    go.className = "button";
    go.href = answer.desk;
    go.textContent = word("go");
    form.querySelector("button[type=submit]").replaceWith(go);
    follow(answer, Date.now() + 6000);
  }

  form.addEventListener("submit", function (event) {
    var request = new XMLHttpRequest();
    event.preventDefault();
    told.textContent = "";
    form.querySelector("button[type=submit]").disabled = true;
    lines.forEach(function (one) {
      one.bar = document.createElement("progress");
      one.bar.max = 1;
      one.bar.setAttribute("aria-label", one.file.name);
      one.item.appendChild(document.createTextNode(" "));
      one.item.appendChild(one.bar);
    });
    request.upload.addEventListener("progress", function (sent) {
      progress(sent.loaded);
    });
    request.addEventListener("load", function () {
      done(request);
    });
    request.addEventListener("error", function () {
      endProgress();
      complain([word("away")]);
    });
    request.open("POST", window.location.href);
    request.setRequestHeader("X-Requested-With", "upload");
    request.send(new FormData(form));
  });
})();
