(* Words for the verdicts of the extracted checker on the files of a bundle, wherever these come from. *)

exception Refusal of string

let claim_end = ".claim.json"
let certificate_end = ".certificate.json"

(* A text for a message: ASCII on one line, cut to 60 characters. *)
let shown text =
  let text = String.escaped text in
  let n = String.length text in
  if n <= 60 then text else String.sub text 0 40 ^ "..." ^ String.sub text (n - 12) 12

let piece = function
  | Checker.Say words -> words
  | Checker.Count n -> shown (Z.to_string n)
  | Checker.Over (n, d) -> shown (Z.to_string n ^ "/" ^ Z.to_string d)
  | Checker.Show text -> shown text

let said words = String.concat "" (List.map piece words)

(* The same of what is proved, where names of files stand whole, as long as they may be. *)
let sentence words = String.concat "" (List.map (function Checker.Show text -> String.escaped text | word -> piece word) words)

(* Each file is read once. *)
let once f =
  let known = Hashtbl.create 7 in
  fun name ->
    match Hashtbl.find_opt known name with
    | Some found -> found
    | None ->
        let found = f name in
        Hashtbl.add known name found;
        found

type result = { file : string; verdict : string; sentence : string; reason : string; vacuous : bool }

(* The check of a claim, given how a file is read; what passes a limit of this program gets the verdict `beyond`. *)
let check beyond f =
  let found parse = once (fun name -> Option.map (fun bytes -> (Checker.sha256 bytes, parse bytes)) (f name)) in
  let nodes = found Checker.network_of and sets = found Checker.dataset_of in
  fun file ->
    let made ?(sentence = "") ?(reason = "") ?(vacuous = false) verdict = { file; verdict; sentence; reason; vacuous } in
    let malformed reason =
      let prefix = file ^ ": " in
      let n = String.length prefix in
      let own = String.length reason > n && String.sub reason 0 n = prefix in
      made "malformed" ~reason:(if own then String.sub reason n (String.length reason - n) else reason)
    in
    Big.armed := true;
    let found = match Checker.check_using f nodes sets file with
      | found -> Big.armed := false; Ok found
      | exception error -> Big.armed := false; Error error
    in
    match found with
    | Ok (Accepted (words, vacuous)) -> made "accepted" ~sentence:(sentence words) ~vacuous
    | Ok (Incomplete words) -> made "incomplete" ~reason:(said words)
    | Ok (Refused { kind_of = Rejected; words; _ }) -> made "rejected" ~reason:(said words)
    | Ok (Refused { words; _ }) when words = Checker.too_long || words = Checker.too_many -> made beyond ~reason:(said words)
    | Ok (Refused { words; place; _ }) ->
        malformed (said words ^ match place with None -> "" | Some n -> " (byte " ^ Z.to_string n ^ ")")
    | Error (Refusal why) -> malformed why
    | Error (Big.Limit why) -> made beyond ~reason:why
    | Error Out_of_memory -> made beyond ~reason:"checking takes more memory than there is"
    | Error Stack_overflow -> made beyond ~reason:"checking nests deeper than there is stack"
    | Error Z.Overflow -> made beyond ~reason:"a number is too large for a place"
    | Error error -> raise error

(* The names of a bundle's claims in order, among all its names. *)
let claims names =
  let names = Array.copy names in
  Array.sort compare names;
  let ends = Filename.check_suffix in
  let there = Hashtbl.create 7 in
  Array.iter (fun name -> Hashtbl.replace there name ()) names;
  let look name =
    let claim = if ends name certificate_end then Filename.chop_suffix name certificate_end ^ claim_end else name in
    if ends claim claim_end && not (Checker.file_name claim) then
      raise (Refusal ("'" ^ shown name ^ "' is not a name for a file of a bundle"));
    if not (Hashtbl.mem there claim) then raise (Refusal (name ^ ": there is no claim file " ^ claim))
  in
  Array.iter look names;
  List.filter (fun name -> ends name claim_end) (Array.to_list names)

let text s =
  let b = Buffer.create 80 in
  let add = function
    | ('"' | '\\') as c -> Buffer.add_char b '\\'; Buffer.add_char b c
    | c when c < ' ' || c > '~' -> Buffer.add_string b (Printf.sprintf "\\u%04x" (Char.code c))
    | c -> Buffer.add_char b c
  in
  String.iter add s;
  "\"" ^ Buffer.contents b ^ "\""

let as_json r =
  Printf.sprintf "{\"file\": %s, \"verdict\": %s, \"sentence\": %s, \"reason\": %s, \"vacuous\": %b}" (text r.file)
    (text r.verdict) (text r.sentence) (text r.reason) r.vacuous

