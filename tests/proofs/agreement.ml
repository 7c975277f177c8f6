(* The checker that is proved in Coq on many bundles, one after the other: each is the number of its files, and their names and
   bytes, each after its length; the answer is a line of JSON, null if its names are none of a bundle. *)

let word () = input_binary_int stdin
let text () = let length = word () in really_input_string stdin length

let answer count =
  let files = Hashtbl.create 7 in
  for _ = 1 to count do
    let name = text () in
    Hashtbl.replace files name (text ())
  done;
  let read name =
    let found = Hashtbl.find_opt files name in
    Option.iter (fun bytes -> Big.spend (2000 + (10 * String.length bytes))) found;
    found
  in
  Big.renew ();
  match Verdicts.claims (Array.of_seq (Hashtbl.to_seq_keys files)) with
  | names -> "[" ^ String.concat ", " (List.map (fun name -> Verdicts.as_json (Verdicts.check "malformed" read name)) names) ^ "]"
  | exception Verdicts.Refusal _ -> "null"

let rec go () =
  match word () with
  | exception End_of_file -> ()
  | count -> print_endline (answer count); go ()

let () = go ()
