// What was chosen or dropped, by name and size, before it is sent; files that are too large are refused at once.
(function () {
  "use strict";
  var form = document.querySelector("[data-upload]");
  var field = form && form.querySelector("input[type=file]");
  var list = form && form.querySelector("[data-files]");
  if (!field || !list) {
    return;
  }
  var most = Number(form.getAttribute("data-most"));
  function show() {
    var sum = 0;
    list.textContent = "";
    Array.prototype.forEach.call(field.files, function (file) {
      var item = document.createElement("li");
      sum += file.size;
      item.textContent = file.name + " · " + Math.max(1, Math.round(file.size / 1024)).toLocaleString() + " KB";
      if (most && file.size > most) {
        item.className = "is-bad";
        item.textContent += ": " + form.getAttribute("data-too-large");
      }
      list.appendChild(item);
    });
    field.setCustomValidity(most && sum > most ? form.getAttribute("data-too-large") : "");
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
})();
