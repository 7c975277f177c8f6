// What the page calls: memocertBundle(files), with the bytes of files as texts of signs below 256, by name.

//Provides: memocert_export
//Requires: caml_string_of_jsbytes, caml_jsbytes_of_string
function memocert_export(bundle, check, sha256) {
  var own = caml_string_of_jsbytes, text = caml_jsbytes_of_string;
  globalThis.memocertBundle = function (files) {
    var names = Object.keys(files);
    var list = function (f) { return [0].concat(names.map(function (name) { return own(f(name)); })); };
    var found = bundle(list(function (name) { return name; }), list(function (name) { return files[name]; })).slice(1).map(text);
    var well = found.shift() === "1";
    return {
      claims: well ? found : [],
      refusal: well ? "" : found[0],
      check: function (claim) { return JSON.parse(text(check(own(claim)))); },
      sha256: function (name) { return text(sha256(own(files[name]))); }
    };
  };
}
