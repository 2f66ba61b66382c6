// Point at a record and its words light up; type to find; tick to hide what did not happen.
(function () {
  "use strict";
  function light(id, on) {
    document.querySelectorAll("[data-e]").forEach(function (mark) {
      if (mark.dataset.e.split(" ").indexOf(id) >= 0) mark.classList.toggle("on", on);
    });
  }
  document.querySelectorAll(".card").forEach(function (card) {
    ["mouseenter", "focus"].forEach(function (name) {
      card.addEventListener(name, function () { light(card.id, true); });
    });
    ["mouseleave", "blur"].forEach(function (name) {
      card.addEventListener(name, function () { light(card.id, false); });
    });
    card.addEventListener("click", function () {
      var first = Array.prototype.find.call(document.querySelectorAll(".trigger"), function (m) {
        return m.dataset.e.split(" ").indexOf(card.id) >= 0;
      });
      if (first) first.scrollIntoView({ block: "center", behavior: "smooth" });
    });
  });
  var find = document.getElementById("find"), done = document.getElementById("done");
  function sift() {
    var words = find.value.toLowerCase();
    document.querySelectorAll("article").forEach(function (article, i) {
      var shown = !words || article.textContent.toLowerCase().indexOf(words) >= 0;
      article.classList.toggle("hidden", !shown);
      document.querySelectorAll("nav li")[i].classList.toggle("hidden", !shown);
    });
    document.querySelectorAll(".card").forEach(function (card) {
      card.classList.toggle("hidden", done.checked && card.dataset.happened === "no");
    });
  }
  find.addEventListener("input", sift);
  done.addEventListener("change", sift);
})();
