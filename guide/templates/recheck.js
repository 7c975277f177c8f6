// Checks the files that this page carries, with the checker that it carries, and shows what came of it. Nothing is loaded.
"use strict";
(function () {
  var banner = document.getElementById("rechecked");
  var sections = Array.prototype.slice.call(document.querySelectorAll("main > section"));
  var wrong = [], refused = [], undecided = 0, proved = 0, claims = 0, left = sections.length;

  function show(kind, sign, head, text, lines) {
    banner.className = "claim " + kind;
    banner.textContent = "";
    [[sign + " " + head, "verdict"], [text, ""]].concat((lines || []).slice(0, 20).map(function (line) { return [line, "exact"]; })).forEach(function (line) {
      var paragraph = document.createElement("p");
      paragraph.className = line[1];
      paragraph.textContent = line[0];
      banner.appendChild(paragraph);
    });
  }

  function ended() {
    var counted = proved + " of " + claims + " claims are proved, by the checker that ran here just now on the files that this page carries.";
    document.documentElement.dataset.rechecked = wrong.length ? "wrong" : undecided || refused.length || proved < claims || !claims ? "not-all" : "proved";
    if (wrong.length) show("rejected", "\u2717", "This page does not say what its files prove", counted, wrong.concat(refused));
    else if (refused.length) show("rejected", "\u2717", "The checker refuses " + (refused.length < sections.length ? "a part of this page" : "this page"), counted + " A bundle that is refused proves nothing.", refused);
    else if (undecided) show("incomplete", "\u25cb", "Not all was decided here", counted + " Others take more than a browser has: memocert check decides them.");
    else if (!claims) show("incomplete", "\u25cb", "Nothing is claimed", "There is no claim that could be checked.");
    else if (proved < claims) show("incomplete", "\u25cb", "Checked here: not all is proved", counted + " The others are shown as not proved, and they are not.");
    else show("accepted", "\u2713", "Checked here, where it is read", counted);
  }

  function stopped(why) {
    document.documentElement.dataset.rechecked = "stopped";
    show("incomplete", "\u25cb", "Not checked where it is read", why);
  }

  // What the page says of each claim, before the checker has spoken.
  function said(section) {
    var found = Object.create(null);
    section.querySelectorAll("[data-claim]").forEach(function (place) {
      found[place.dataset.claim] = { place: place, verdict: place.dataset.verdict, words: place.querySelector(".exact").textContent };
    });
    return found;
  }

  function filesOf(section) {
    var found = Object.create(null);
    section.querySelectorAll("a[download]").forEach(function (link) {
      found[link.getAttribute("download")] = atob(link.getAttribute("href").split(",")[1]);
    });
    return found;
  }

  function judged(page, result) {
    var shown = page[result.file], accepted = result.verdict === "accepted";
    claims += 1;
    proved += accepted ? 1 : 0;
    if (!shown) return wrong.push(result.file + ": carried, and " + result.verdict + ", but not shown");
    delete page[result.file];
    var line = document.createElement("p");
    line.className = "exact";
    line.textContent = "Checked here: " + result.verdict + ": " + (result.sentence || result.reason);
    shown.place.appendChild(line);
    if (result.verdict === "undecided") { undecided += 1; return; }
    if (accepted && shown.verdict === "malformed") return;  // the page says less: its writer passed a limit of another checker
    if (accepted !== (shown.verdict === "accepted")) wrong.push(result.file + ": the page says " + shown.verdict + ", the checker " + result.verdict);
    else if (accepted && result.sentence.length <= 1000 && shown.words !== result.sentence) wrong.push(result.file + ": what is proved is: " + result.sentence);
    else return;
    shown.place.className = "claim rejected";
  }

  function answered(number, answer) {
    var section = sections[number], page = answer.page;
    if (answer.refusal) refused.push((section.querySelector("h2") || document.querySelector("h1")).textContent + ": " + answer.refusal);
    answer.results.forEach(function (result) { judged(page, result); });
    Object.keys(page).forEach(function (claim) {
      if (page[claim].verdict === "accepted") wrong.push(claim + ": the page says accepted, the checker: " + (answer.refusal || "it is not carried"));
    });
    section.querySelectorAll("[data-digest]").forEach(function (place) {
      var computed = answer.digests[place.dataset.digest];
      if (computed && computed !== place.textContent) wrong.push(place.dataset.digest + ": the page shows another SHA-256 than its file has");
    });
  }

  function worker() {
    onmessage = function (event) {
      event.data.forEach(function (files, number) {
        var bundle = memocertBundle(files), digests = Object.create(null);
        Object.keys(files).forEach(function (name) { digests[name] = bundle.sha256(name); });
        postMessage({ number: number, refusal: bundle.refusal, digests: digests, results: bundle.claims.map(bundle.check) });
      });
    };
  }

  try {
    var pages = sections.map(said);
    var source = document.getElementById("checker").textContent + "\n(" + worker + ")();\n";
    var runs = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    show("incomplete", "\u25cb", "Being checked where it is read", "The checker is running.");
    runs.onerror = function (event) { stopped("The checker ended early: " + event.message + "."); };
    runs.onmessage = function (event) {
      event.data.page = pages[event.data.number];
      answered(event.data.number, event.data);
      left -= 1;
      if (!left) { runs.terminate(); ended(); }
    };
    runs.postMessage(sections.map(filesOf));
  } catch (error) {
    stopped("The checker could not be started: " + error.message + ".");
  }
})();
