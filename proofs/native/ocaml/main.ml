(* The command line of the checker that is proved in Coq: memocert-check BUNDLE [--json]. It lists a folder, hands the bytes
   of files to Checker.check_using, and puts words to its verdicts. *)

exception Refusal of string

let limit = 160 * 1024 * 1024
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
  | Checker.Show text -> shown text

let said words = String.concat "" (List.map piece words)

(* The bytes of a regular file that is not too large; nothing if there is none. *)
let read folder name =
  let path = Filename.concat folder name in
  let refuse why = raise (Refusal (name ^ ": " ^ why)) in
  match Unix.lstat path with
  | exception Unix.Unix_error ((ENOENT | ENOTDIR), _, _) -> None
  | exception Unix.Unix_error (e, _, _) -> refuse (String.lowercase_ascii (Unix.error_message e))
  | { st_kind = S_LNK; _ } -> refuse "a symbolic link, not a regular file"
  | { st_kind = S_REG; st_size; st_ino; st_dev; _ } -> (
      if st_size > limit then refuse (Printf.sprintf "%d bytes are more than the limit of %d" st_size limit);
      match Unix.openfile path [ O_RDONLY; O_NONBLOCK; O_CLOEXEC ] 0 with
      | exception Unix.Unix_error (e, _, _) -> refuse (String.lowercase_ascii (Unix.error_message e))
      | place ->
          let now = Unix.fstat place in
          if (now.st_ino, now.st_dev) <> (st_ino, st_dev) then refuse "it changes while it is read";
          Big.spend (2000 + (10 * st_size));
          let file = Unix.in_channel_of_descr place in
          let bytes = really_input_string file (min st_size (in_channel_length file)) in
          close_in file;
          Some bytes)
  | _ -> refuse "not a regular file"

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

let check folder =
  let f = read folder in
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
    match Checker.check_using f nodes sets file with
    | Accepted (words, vacuous) -> made "accepted" ~sentence:(said words) ~vacuous
    | Incomplete words -> made "incomplete" ~reason:(said words)
    | Refused { kind_of = Rejected; words; _ } -> made "rejected" ~reason:(said words)
    | Refused { kind_of = Malformed; words; place } ->
        malformed (said words ^ match place with None -> "" | Some n -> " (byte " ^ Z.to_string n ^ ")")
    | exception (Refusal why | Big.Limit why) -> malformed why
    | exception Out_of_memory -> malformed "checking takes more memory than there is"
    | exception Stack_overflow -> malformed "checking nests deeper than there is stack"
    | exception Z.Overflow -> malformed "a number is too large for a place"

(* The names of a bundle's claims in order. *)
let claims folder =
  let names = try Sys.readdir folder with Sys_error _ -> raise (Refusal (folder ^ ": cannot be read as a folder")) in
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

let code_of results =
  let code r = match r.verdict with "accepted" -> 0 | "malformed" -> 2 | _ -> 1 in
  if results = [] then 1 else List.fold_left max 0 (List.map code results)

let line r = print_endline (r.verdict ^ ": " ^ r.file ^ ": " ^ if r.sentence = "" then r.reason else r.sentence)

let usage = "usage: memocert-check BUNDLE [--json]"

let main arguments =
  let json, rest = List.partition (String.equal "--json") arguments in
  match rest with
  | [ folder ] when folder <> "" && folder.[0] <> '-' ->
      let results = List.map (check folder) (claims folder) in
      let code = code_of results in
      if json <> [] then
        Printf.printf "{\"results\": [%s], \"exit_code\": %d}\n" (String.concat ", " (List.map as_json results)) code
      else if results = [] then print_endline "rejected: there is no claim (a file named *.claim.json) in the bundle"
      else List.iter line results;
      code
  | _ -> prerr_endline usage; 2

(* The program starts itself again with room for deep recursion, and a limit on memory. *)
let limits =
  "ulimit -S -s 1048576 2>/dev/null || ulimit -S -s \"$(ulimit -H -s)\" 2>/dev/null; ulimit -S -v 4194304 2>/dev/null; exec \"$0\" \"$@\""

let () =
  if Sys.getenv_opt "MEMOCERT_LIMITS" = None && Sys.unix then begin
    Unix.putenv "MEMOCERT_LIMITS" "1";
    try Unix.execv "/bin/sh" (Array.append [| "sh"; "-c"; limits; Sys.executable_name |] (Array.sub Sys.argv 1 (Array.length Sys.argv - 1)))
    with Unix.Unix_error _ -> ()
  end;
  Gc.set { (Gc.get ()) with minor_heap_size = 256_000; space_overhead = 200 };
  let stopped why = prerr_endline ("malformed: " ^ why); 2 in
  let code = try main (List.tl (Array.to_list Sys.argv)) with
    | Refusal why -> stopped why
    | error -> stopped ("the checker stopped: " ^ Printexc.to_string error)
  in
  (try flush stdout with Sys_error why -> Unix._exit (stopped ("the verdicts cannot be written: " ^ String.lowercase_ascii why)));
  exit code
