(** The checker as a program in OCaml: what Coq extracts, and what stands in it for numbers, bytes, words and lists.

    Each line is trusted. On the right is OCaml; `Big` is ocaml/big.ml, where integers of any length are those of Zarith. *)

From Coq Require Import NArith ZArith QArith List Bool.
From Coq.Strings Require Byte.
From Coq Require Extraction ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlNativeString.
From Memocert Require Import native.Bytes native.Json native.Sha256 native.Network native.Dataset native.Prices native.Verdict.

Extraction Blacklist Z Big List String Char Option Bytes Stdlib.

(** * Integers: positive, N and Z *)

Extract Inductive positive => "Big.t" ["Big.doubled_and_one" "Big.doubled" "Big.one"] "Big.positive_case".
Extract Inductive N => "Big.t" ["Big.zero" ""] "Big.natural_case".
Extract Inductive Z => "Big.t" ["Big.zero" "" "Big.opp"] "Big.integer_case".

Extract Inlined Constant Pos.add => "Big.add".
Extract Inlined Constant Pos.succ => "Big.succ".
Extract Inlined Constant Pos.mul => "Big.mul".
Extract Inlined Constant Pos.eqb => "Big.equal".
Extract Inlined Constant Pos.leb => "Big.leq".
Extract Inlined Constant Pos.ltb => "Big.lt".
Extract Inlined Constant Pos.max => "Big.max".
Extract Inlined Constant Pos.min => "Big.min".
Extract Constant Pos.compare => "(fun a b -> let c = Big.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)".
Extract Inlined Constant Pos.to_nat => "Big.to_int".
Extract Constant Pos.of_succ_nat => "(fun n -> Big.succ (Big.of_int n))".

Extract Inlined Constant N.add => "Big.add".
Extract Inlined Constant N.succ => "Big.succ".
Extract Inlined Constant N.sub => "Big.natural_sub".
Extract Inlined Constant N.mul => "Big.mul".
Extract Inlined Constant N.div => "Big.div".
Extract Inlined Constant N.modulo => "Big.modulo".
Extract Inlined Constant N.land => "Big.logand".
Extract Inlined Constant N.lor => "Big.logor".
Extract Inlined Constant N.ldiff => "Big.without".
Extract Inlined Constant N.ones => "Big.ones".
Extract Inlined Constant N.odd => "Big.odd".
Extract Inlined Constant N.div2 => "Big.half".
Extract Inlined Constant N.double => "Big.doubled".
Extract Inlined Constant N.succ_double => "Big.doubled_and_one".
Extract Inlined Constant N.eqb => "Big.equal".
Extract Inlined Constant N.leb => "Big.leq".
Extract Inlined Constant N.ltb => "Big.lt".
Extract Inlined Constant N.max => "Big.max".
Extract Inlined Constant N.min => "Big.min".
Extract Constant N.compare => "(fun a b -> let c = Big.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)".
Extract Inlined Constant N.to_nat => "Big.to_int".
Extract Inlined Constant N.of_nat => "Big.of_int".

Extract Inlined Constant Z.add => "Big.add".
Extract Inlined Constant Z.succ => "Big.succ".
Extract Inlined Constant Z.sub => "Big.sub".
Extract Inlined Constant Z.opp => "Big.opp".
Extract Inlined Constant Z.abs => "Big.abs".
Extract Inlined Constant Z.mul => "Big.mul".
Extract Inlined Constant Z.div => "Big.div".
Extract Inlined Constant Z.modulo => "Big.modulo".
Extract Inlined Constant Z.gcd => "Big.gcd".
Extract Inlined Constant Z.ggcd => "Big.ggcd".
Extract Inlined Constant Z.log2 => "Big.log2".
Extract Inlined Constant Z.eqb => "Big.equal".
Extract Inlined Constant Z.leb => "Big.leq".
Extract Inlined Constant Z.ltb => "Big.lt".
Extract Inlined Constant Z.max => "Big.max".
Extract Inlined Constant Z.min => "Big.min".
Extract Constant Z.compare => "(fun a b -> let c = Big.compare a b in if c = 0 then Eq else if c < 0 then Lt else Gt)".
Extract Inlined Constant Z.of_nat => "Big.of_int".
Extract Inlined Constant Z.to_nat => "Big.to_nat".
Extract Inlined Constant Z.of_N => "".
Extract Inlined Constant Z.to_N => "Big.to_natural".
Extract Inlined Constant Z.to_pos => "Big.to_positive".

(** * nat: integers of the machine, as ExtrOcamlNatInt has them; sums are looked at *)

Extract Inlined Constant Coq.Init.Nat.add => "Big.plus".
Extract Inlined Constant Nat.add => "Big.plus".

(** * Bytes: a string *)

Extract Inductive bytes => "string" ["""""" "Big.byte_before"] "Big.string_case".
Extract Inlined Constant fold => "Big.fold".
Extract Inlined Constant size => "Big.size".
Extract Inlined Constant join => "(^)".
Extract Inlined Constant pack => "Big.pack".
Extract Inlined Constant same_byte => "Char.equal".
Extract Inlined Constant same_bytes => "String.equal".
Extract Inlined Constant Byte.to_N => "Big.of_byte".
Extract Constant Byte.of_N => "(fun n -> if Big.lt n (Big.of_int 256) then Some (Char.chr (Big.to_int n)) else None)".
Extract Constant run => "(fun step a s place ->
  let rec go a i =
    if i = String.length s then Good a
    else match step a (String.get s i) with
      | Good a -> go a (i + 1)
      | Bad e -> Bad { e with place = Some (Big.add place (Big.of_int i)) } in
  go a 0)".

(** * Words of 32 bits: integers of the machine, which have 63, or 32 in a browser *)

Extract Inductive word => "int" ["Big.to_word"] "Big.word_case".
Extract Inlined Constant make => "Big.to_word".
Extract Inlined Constant Sha256.add => "Big.word_add".
Extract Inlined Constant xor => "(lxor)".
Extract Inlined Constant and => "(land)".
Extract Inlined Constant Sha256.not => "Big.word_not".
Extract Inlined Constant right => "Big.word_right".
Extract Inlined Constant rotate => "Big.word_rotate".
Extract Inlined Constant push_byte => "Big.word_push".

(** * Lists, in constant stack *)

Extract Inlined Constant length => "List.length".
Extract Inlined Constant app => "Big.append".
Extract Inlined Constant map => "Big.map".
Extract Inlined Constant rev => "List.rev".
Extract Inlined Constant rev' => "List.rev".
Extract Inlined Constant rev_append => "List.rev_append".
Extract Inlined Constant combine => "Big.combine".
Extract Inlined Constant skipn => "Big.skip".
Extract Inlined Constant fold_left => "Big.fold_left".
Extract Inlined Constant fold_right => "Big.fold_right".

Extraction "checker.ml" check_using sha256 network_of dataset_of file_name too_long too_many.
