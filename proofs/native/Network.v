(** The network in a file, as docs/reference/format.md, section 2, has it.

    An entry of the list of nodes is read first; then its children are looked up. *)

From Coq Require Import NArith ZArith QArith List Bool String.
From Memocert Require Import Nets.
From Memocert Require Import native.Bytes native.Json native.Reader native.Document native.Rows native.Table native.Costs.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** * Entries *)

Definition weights_row : Type := list (nat * Q).

Inductive entry :=
| Layer (p : Z) (rows : list weights_row) (bias : list Q)
| Same (p : Z)
| Act (kind : unit_kind) (p : Z)
| Join (side_by_side : bool) (children : list Z)
| Gate (p : Z) (normal : weights_row) (threshold : Q) (below above : Z).

Definition AFFINE := Eval vm_compute in text "affine".
Definition IDENTITY := Eval vm_compute in text "identity".
Definition RELU := Eval vm_compute in text "relu".
Definition STEP := Eval vm_compute in text "step".
Definition SEQUENCE := Eval vm_compute in text "sequence".
Definition CONCATENATE := Eval vm_compute in text "concatenate".
Definition BRANCH := Eval vm_compute in text "branch".

Definition have (name : string) (n : Z) {B} (l : list json) : result B :=
  malformed [Say name; Say " must have "; Count n; Say " entries, not "; Count (Z.of_nat (List.length l))].

Definition width_of (name : string) (v : json) : result Z := integer name 1 MAX_WIDTH v.

Fixpoint rows_from (read : list weights_row) (p : Z) (l : list json) : result (list weights_row) :=
  match l with
  | [] => Good (rev read)
  | v :: rest => let! r := gap_row p v in rows_from (r :: read) p rest
  end.

Definition layer_of (p rows bias : json) : result entry :=
  let! p := width_of "the number of inputs" p in
  let! l := entries "rows" rows in
  let! rows := rows_from [] p l in
  let! l := entries "bias" bias in
  let n := Z.of_nat (List.length rows) in
  if negb (Z.of_nat (List.length l) =? n) then have "bias" n l
  else
    let! bias := rationals_of "a bias" l in
    if (1 <=? n) && (n <=? MAX_WIDTH) then Good (Layer p rows bias)
    else malformed [Say "rows must have 1.."; Count MAX_WIDTH; Say " entries, not "; Count n].

Fixpoint children_from (read : list Z) (count : Z) (l : list json) : result (list Z) :=
  match l with
  | [] => Good (rev read)
  | v :: rest => let! c := integer "a child" 0 (count - 1) v in children_from (c :: read) count rest
  end.

Definition join_of (count : Z) (side_by_side : bool) (v : json) : result entry :=
  let! l := entries "children" v in
  let! children := children_from [] count l in
  match children with
  | [] => malformed [Say (if side_by_side then "concatenate" else "sequence"); Say " must have at least one part"]
  | _ => Good (Join side_by_side children)
  end.

Definition gate_of (count : Z) (p normal threshold below above : json) : result entry :=
  let! p := width_of "the number of inputs" p in
  let! normal := gap_row p normal in
  let! threshold := rational "the threshold" threshold in
  let! below := integer "a child" 0 (count - 1) below in
  let! above := integer "a child" 0 (count - 1) above in
  Good (Gate p normal threshold below above).

(** An entry after [count] others. *)
Definition entry_of (count : Z) (v : json) : result entry :=
  match v with
  | List (Text kind :: l) =>
      if same_bytes kind BRANCH then
        match l with [p; w; t; c; d] => gate_of count p w t c d | _ => have "branch" 6 (Text kind :: l) end
      else if same_bytes kind AFFINE then
        match l with [p; rows; bias] => layer_of p rows bias | _ => have "affine" 4 (Text kind :: l) end
      else if same_bytes kind SEQUENCE then
        match l with [c] => join_of count false c | _ => have "sequence" 2 (Text kind :: l) end
      else if same_bytes kind CONCATENATE then
        match l with [c] => join_of count true c | _ => have "concatenate" 2 (Text kind :: l) end
      else if same_bytes kind RELU then
        match l with [p] => let! p := width_of "the width" p in Good (Act Relu p) | _ => have "relu" 2 (Text kind :: l) end
      else if same_bytes kind STEP then
        match l with [p] => let! p := width_of "the width" p in Good (Act Step p) | _ => have "step" 2 (Text kind :: l) end
      else if same_bytes kind IDENTITY then
        match l with [p] => let! p := width_of "the width" p in Good (Same p) | _ => have "identity" 2 (Text kind :: l) end
      else malformed [Say "not one of the seven forms"]
  | List _ => malformed [Say "not one of the seven forms"]
  | _ => malformed (Say "a node must be a list, not " :: described v)
  end.

(** * Nodes *)

(** The nodes so far; how many of them are used; and how many parts all sequences and concatenations have. *)
Record table := Table { count : Z; found : trees node; used : Z; parts : Z }.

Definition no_nodes := Table 0 [] 0 0.

(** So many parts are read at most: each takes memory while it waits to run. *)
Definition MAX_PARTS := 1398101.

Definition child (t : table) (i : Z) : result (node * table) :=
  match use (found t) (count t - 1 - i) with
  | Some ((n, before), found') => Good (n, Table (count t) found' (if before then used t else used t + 1) (parts t))
  | None => malformed [Say "node "; Count i; Say " is not there"]
  end.

Fixpoint parts_of (read : list node) (t : table) (l : list Z) : result (list node * table) :=
  match l with
  | [] => Good (rev read, t)
  | i :: rest => let! found := child t i in parts_of (fst found :: read) (snd found) rest
  end.

Definition inputs (n : node) : N := ins (whole n).
Definition outputs (n : node) : N := outs (whole n).

(** Each part takes what the one before gives; or all take the same. *)
Fixpoint parts_fit (side_by_side : bool) (first : node) (l : list node) : result unit :=
  match l with
  | [] => Good tt
  | second :: rest =>
      if (inputs second =? if side_by_side then inputs first else outputs first)%N then parts_fit side_by_side second rest
      else malformed [Say "the parts of "; Say (if side_by_side then "concatenate" else "sequence"); Say " do not fit: ";
        Count (Z.of_N (inputs first)); Say " -> "; Count (Z.of_N (outputs first)); Say ", then "; Count (Z.of_N (inputs second))]
  end.

(** Neighbours are joined, until one is left: both operations are associative. *)
Fixpoint pairwise (op : node -> node -> node) (joined : list node) (l : list node) : list node :=
  match l with
  | a :: b :: rest => pairwise op (op a b :: joined) rest
  | [a] => rev (a :: joined)
  | [] => rev joined
  end.

Fixpoint join_all (op : node -> node -> node) (rounds : list node) (l : list node) (first : node) : node :=
  match l, rounds with
  | [n], _ => n
  | _, _ :: rounds => join_all op rounds (pairwise op [] l) first
  | _, [] => first
  end.

Definition joined (side_by_side : bool) (l : list node) : result node :=
  match l with
  | [] => malformed [Say "there are no parts"]
  | first :: rest =>
      let! _ := parts_fit side_by_side first rest in
      let n := join_all (if side_by_side then concatenate else sequence) l l first in
      if (outputs n <=? Z.to_N MAX_WIDTH)%N then Good n
      else malformed [Count (Z.of_N (outputs n)); Say " outputs side by side are more than the limit of "; Count MAX_WIDTH]
  end.

(** All rows with what is added to each, in integers over one scale. *)
Definition scaled_rows (rows : list weights_row) (bias : list Q) : positive * list (row * Z) :=
  let d := fold_left (fun d r => denominator (map snd r) d) rows (denominator bias 1) in
  (d, map (fun r => (map (weight_over d) (fst r), over d (snd r))) (combine rows bias)).

Definition built (t : table) (e : entry) : result (node * table) :=
  match e with
  | Layer p rows bias => let (d, l) := scaled_rows rows bias in Good (affine (Z.to_N p) d l, t)
  | Same p => Good (identity (Z.to_N p), t)
  | Act kind p => Good (units kind (Z.to_N p), t)
  | Join side_by_side children =>
      let all := parts t + Z.of_nat (List.length children) in
      if MAX_PARTS <? all then malformed [Say "checking holds more numbers than the limit"]
      else
        let! found := parts_of [] (Table (count t) (found t) (used t) all) children in
        let! n := joined side_by_side (fst found) in Good (n, snd found)
  | Gate p normal threshold below above =>
      let! c := child t below in
      let! d := child (snd c) above in
      let (scale, r) := scaled_row normal threshold in
      let p := Z.to_N p in
      if ((inputs (fst c) =? p) && (inputs (fst d) =? p) && (outputs (fst c) =? outputs (fst d)))%N
      then Good (branch p scale (fst r) (snd r) (fst c) (fst d), snd d)
      else malformed [Say "both sides of a branch must take its inputs and have equally many outputs"]
  end.

Definition add_entry (t : table) (e : entry) : result table :=
  let! n := built t e in Good (Table (count (snd n) + 1) (push (fst n) (found (snd n))) (used (snd n)) (parts (snd n))).

Definition add_node (t : table) (v : json) : result table :=
  within [Say "node "; Count (count t); Say ": "] (let! e := entry_of (count t) v in add_entry t e).

(** The last node is the network, and every other one is used. *)
Fixpoint unused (number : Z) (l : list (node * bool)) : result node :=
  match l with
  | [] => malformed [Say "nodes must have at least one entry"]
  | (_, true) :: rest => unused (number + 1) rest
  | (_, false) :: _ => malformed [Say "node "; Count number; Say " is used by no other node"]
  end.

Definition root (t : table) : result node :=
  match use (found t) 0 with
  | None => malformed [Say "nodes must have at least one entry"]
  | Some ((n, _), _) =>
      if negb (used t =? count t - 1) then unused 0 (rev (all_cells (found t)))
      else if fits (whole n) then Good n else malformed [Say "its parts do not fit"]
  end.

(** * The file *)

Definition NETWORK := Eval vm_compute in text "memocert network".
Definition NODES := Eval vm_compute in text "nodes".

Definition feed_node (key : bytes) (t : table) (v : json) : result table :=
  if same_bytes key NODES then add_node t v else malformed (Say "the file has the unknown key " :: quoted key).

Definition network_fields (fields : list (bytes * field table)) : result node :=
  let! _ := is_document NETWORK 1 fields in
  let! _ := has_fields [NODES] fields in
  match find NODES fields with
  | Some (Fed t) => root t
  | Some f => malformed (Say "nodes must be a list, not " :: spoken f)
  | None => malformed (Say "the file lacks the key " :: quoted NODES)
  end.

Definition network_of (s : bytes) : result node :=
  let! fields := read_with no_nodes feed_node s in network_fields fields.

(** All parts of the network fit. *)
Theorem network_fits : forall s n, network_of s = Good n ->
  typed (N.to_nat (ins (whole n))) (body (whole n)) (N.to_nat (outs (whole n))).
Proof.
  intros s n E. apply (fine (whole n)). unfold network_of in E. destruct (read_with _ _ _) as [fields|]; [|discriminate].
  cbn [bind] in E. unfold network_fields in E. destruct (is_document _ _ _); [|discriminate]. cbn [bind] in E.
  destruct (has_fields _ _); [|discriminate]. cbn [bind] in E. destruct (find _ _) as [[v|t]|]; try discriminate.
  unfold root in E. destruct (use _ _) as [[[m b] ts]|]; [|discriminate]. destruct (negb _).
  - exfalso. generalize dependent (rev (all_cells (found t))). generalize 0. intros z l. revert z.
    induction l as [|[k c] l IH]; intros z; cbn [unused]; [discriminate|]. destruct c; [apply IH | discriminate].
  - destruct (fits (whole m)) eqn:F; [|discriminate]. injection E as <-. exact F.
Qed.
