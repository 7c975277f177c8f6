(* The command line of the checker that is proved in Coq: memocert-check BUNDLE [--json]. It lists a folder, hands the bytes
   of files to Verdicts.check, and prints what that says. *)

open Verdicts

let limit = 160 * 1024 * 1024

(* The first bytes of an open file, so many. *)
let first size place =
  let bytes = Bytes.create size in
  let rec fill at =
    if at < size then match Unix.read place bytes at (size - at) with 0 -> raise End_of_file | read -> fill (at + read)
  in
  fill 0;
  Bytes.unsafe_to_string bytes

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
      Big.spend (2000 + (10 * st_size));
      match
        let place = Unix.openfile path [ O_RDONLY; O_NONBLOCK; O_CLOEXEC ] 0 in
        Fun.protect ~finally:(fun () -> Unix.close place) (fun () ->
            let now = Unix.fstat place in
            if (now.st_ino, now.st_dev) = (st_ino, st_dev) then first st_size place else raise End_of_file)
      with
      | bytes -> Some bytes
      | exception Unix.Unix_error (e, _, _) -> refuse (String.lowercase_ascii (Unix.error_message e))
      | exception End_of_file -> refuse "it changes while it is read")
  | _ -> refuse "not a regular file"

(* The names of all files in a bundle. *)
let names_in folder = try Sys.readdir folder with Sys_error _ -> raise (Refusal (folder ^ ": cannot be read as a folder"))

let code_of results =
  let code r = match r.verdict with "accepted" -> 0 | "malformed" -> 2 | _ -> 1 in
  if results = [] then 1 else List.fold_left max 0 (List.map code results)

let line r = print_endline (r.verdict ^ ": " ^ r.file ^ ": " ^ if r.sentence = "" then r.reason else r.sentence)

let usage = "usage: memocert-check BUNDLE [--json]"

(* No more memory than this is taken, beside the stack. *)
let most_words = 1 lsl 28 (* 2 GiB *)

(* The verdict of a claim; what it took is given back before the next one asks for memory. *)
let decided folder name =
  let result = check "malformed" (read folder) name in
  if (Gc.quick_stat ()).heap_words > most_words / 4 then Gc.compact ();
  result

let main arguments =
  let json, rest = List.partition (String.equal "--json") arguments in
  match rest with
  | [ folder ] when folder <> "" && folder.[0] <> '-' ->
      let results = List.map (decided folder) (claims (names_in folder)) in
      let code = code_of results in
      if json <> [] then
        Printf.printf "{\"results\": [%s], \"exit_code\": %d}\n" (String.concat ", " (List.map as_json results)) code
      else if results = [] then print_endline "rejected: there is no claim (a file named *.claim.json) in the bundle"
      else List.iter line results;
      code
  | _ -> prerr_endline usage; 2

(* Each time that the short-lived memory is full, the words that came to be count as steps: one each, eight if it lives on, and
   one for each word of the stack, which is then looked through. *)
let rec watch counted () =
  let now = Gc.quick_stat () in
  let words = now.minor_words +. (8. *. now.major_words) in
  Gc.finalise_last (watch words) (Sys.opaque_identity (ref ()));
  if !Big.armed then begin
    if now.heap_words > most_words then raise (Big.Limit "checking takes more memory than the limit of 2 GiB");
    Big.charge (words -. counted +. float_of_int now.stack_size)
  end

(* The program starts itself again with room for deep recursion, and a limit on memory. *)
let limits =
  "ulimit -S -s 1048576 2>/dev/null || ulimit -S -s \"$(ulimit -H -s)\" 2>/dev/null; ulimit -S -v 4194304 2>/dev/null; exec \"$0\" \"$@\""

let () =
  if Sys.getenv_opt "MEMOCERT_LIMITS" = None && Sys.unix then begin
    Unix.putenv "MEMOCERT_LIMITS" "1";
    try Unix.execv "/bin/sh" (Array.append [| "sh"; "-c"; limits; Sys.executable_name |] (Array.sub Sys.argv 1 (Array.length Sys.argv - 1)))
    with Unix.Unix_error _ -> ()
  end;
  Gc.set { (Gc.get ()) with minor_heap_size = 1_000_000; space_overhead = 200 };
  watch 0. ();
  let stopped why = prerr_endline ("malformed: " ^ why); 2 in
  let code = try main (List.tl (Array.to_list Sys.argv)) with
    | Refusal why -> stopped why
    | error -> stopped ("the checker stopped: " ^ Printexc.to_string error)
  in
  (try flush stdout with Sys_error why -> Unix._exit (stopped ("the verdicts cannot be written: " ^ String.lowercase_ascii why)));
  exit code
