(** A network is read back from its text: the nodes of its tree in order, children before parents, none of them shared. *)

From Coq Require Import NArith ZArith QArith List Bool String Lia.
From Memocert Require Import Nets.
From Memocert Require Import native.Bytes native.Json native.Grammar native.Reader native.Document native.Rows native.Table native.Costs native.Network
  native.Print native.Printed native.PrintedRows native.PrintedLayers.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** * The text *)

(** How many outputs a network with p inputs has. *)
Fixpoint width_after (p : N) (n : net) : N :=
  match n with
  | Affine _ rows => N.of_nat (List.length rows)
  | Identity | Units _ _ => p
  | Sequence f g => width_after (width_after p f) g
  | Concatenate f g => width_after p f + width_after p g
  | Branch _ _ _ below _ => width_after p below
  end.

Definition node_value (kind : bytes) (l : list json) : json := List (Text kind :: l).

Definition width_value (p : N) : json := Number (Z.of_N p).

Definition row_value (scale : positive) (r : row) : json := List (weights_values 0 (unscaled scale r)).

Definition unit_name (kind : unit_kind) : bytes := match kind with Relu => RELU | Step => STEP end.

(** The nodes of a network with p inputs after [before] others; the last one is the network. *)
Fixpoint nodes_from (before : Z) (p : N) (n : net) : list json :=
  let last l b := b + Z.of_nat (List.length l) - 1 in
  match n with
  | Affine scale rows =>
      [node_value AFFINE [width_value p; List (map (fun r => row_value scale (fst r)) rows); List (map (fun r => rational_value (Qred (snd r # scale))) rows)]]
  | Identity => [node_value IDENTITY [width_value p]]
  | Units kind _ => [node_value (unit_name kind) [width_value p]]
  | Sequence f g =>
      let l := nodes_from before p f in
      let m := nodes_from (last l before + 1) (width_after p f) g in
      l ++ m ++ [node_value SEQUENCE [List [Number (last l before); Number (last m (last l before + 1))]]]
  | Concatenate f g =>
      let l := nodes_from before p f in
      let m := nodes_from (last l before + 1) p g in
      l ++ m ++ [node_value CONCATENATE [List [Number (last l before); Number (last m (last l before + 1))]]]
  | Branch scale normal t below above =>
      let l := nodes_from before p below in
      let m := nodes_from (last l before + 1) p above in
      l ++ m ++ [node_value BRANCH [width_value p; row_value scale normal; rational_value (Qred (t # scale)); Number (last l before); Number (last m (last l before + 1))]]
  end.

Definition network_value (p : N) (n : net) : list (bytes * json) :=
  [(FORMAT, Text NETWORK); (VERSION, Number 1); (NODES, List (nodes_from 0 p n))].

Definition print_network (p : N) (n : net) : bytes := print (network_value p n).

(** * What can be read *)

Definition wide (p : N) : Prop := 1 <= Z.of_N p <= MAX_WIDTH.

(** The parts fit, widths are within the limit, and layers and gates are in integers over their least common denominators. *)
Inductive readable : N -> net -> N -> Prop :=
| readable_affine p scale rows : wide p -> wide (N.of_nat (List.length rows)) -> layer_like (Z.of_N p) scale rows -> readable p (Affine scale rows) (N.of_nat (List.length rows))
| readable_identity p : wide p -> readable p Identity p
| readable_units p kind : wide p -> readable p (Units kind (Z.of_N p)) p
| readable_sequence p m q f g : readable p f m -> readable m g q -> readable p (Sequence f g) q
| readable_concatenate p a b f g : readable p f a -> readable p g b -> wide (a + b) -> readable p (Concatenate f g) (a + b)
| readable_branch p q scale normal t below above : wide p -> gate_like (Z.of_N p) scale normal t -> readable p below q -> readable p above q ->
    readable p (Branch scale normal t below above) q.

(** How many parts all sequences and concatenations have. *)
Fixpoint parts_in (n : net) : Z :=
  match n with
  | Sequence f g | Concatenate f g => parts_in f + parts_in g + 2
  | Branch _ _ _ below above => parts_in below + parts_in above
  | _ => 0
  end.

Lemma parts_nonneg n : 0 <= parts_in n.
Proof. induction n; cbn [parts_in]; lia. Qed.

Lemma readable_widths p n q : readable p n q -> wide p /\ wide q /\ width_after p n = q.
Proof.
  induction 1 as [| | |p m q f g _ (P & M & E) _ (_ & Q & F)|p a b f g _ (P & _ & E) _ (_ & _ & F) W|p q scale normal t below above P _ _ (_ & Q & E) _ _]; cbn [width_after]; auto.
  - rewrite E. auto.
  - rewrite E, F. auto.
Qed.

(** * Nodes that are added to a table *)

Definition cells_of (t : table) : list (node * bool) := all_cells (found t).

Definition proper_table (t : table) : Prop := proper (found t) /\ Network.count t = Z.of_nat (List.length (cells_of t)).

(** The network is the last node; all that were added before it are used; what was there stays as it was. *)
Definition added (p : N) (n : net) (q : N) (number : nat) (t t' : table) : Prop :=
  proper_table t' /\ exists m more, cells_of t' = (m, false) :: more ++ cells_of t /\ Forall (fun c => snd c = true) more /\
  S (List.length more) = number /\ used t' = used t + Z.of_nat (List.length more) /\
  body (whole m) = n /\ ins (whole m) = p /\ outs (whole m) = q /\ fits (whole m) = true.

Lemma child_found t i k a : proper_table t -> Network.count t - 1 - i = Z.of_nat k -> nth_error (cells_of t) k = Some (a, false) ->
  exists t', child t i = Good (a, t') /\ cells_of t' = marked k (cells_of t) /\ proper_table t' /\ used t' = used t + 1 /\ parts t' = parts t.
Proof.
  intros [P C] K N. unfold child. rewrite K. pose proof (use_right (found t) (Z.of_nat k) P ltac:(lia)) as U. rewrite Nat2Z.id in U. unfold cells_of in *.
  destruct (use (found t) (Z.of_nat k)) as [[[b before] found']|]; [|discriminate (eq_trans (eq_sym U) N)]. destruct U as (E & M & P').
  assert (X := eq_trans (eq_sym E) N). injection X as -> ->.
  eexists. split; [reflexivity|]. cbn [found used parts]. repeat split; try assumption. cbn [Network.count]. rewrite C. unfold cells_of. cbn [found]. rewrite M.
  assert (L : forall (A : Type) (l : list (A * bool)) k, List.length (marked k l) = List.length l).
  { clear. induction l as [|c l IH]; intros [|k]; cbn [marked List.length]; auto. }
  f_equal. symmetry. apply L.
Qed.

Lemma push_found n t : proper_table t -> let t' := Table (Network.count t + 1) (push n (found t)) (used t) (parts t) in
  cells_of t' = (n, false) :: cells_of t /\ proper_table t'.
Proof.
  intros [P C]. unfold cells_of, proper_table. cbn [found Network.count]. rewrite push_cells. repeat split.
  - apply push_proper, P.
  - rewrite C. unfold cells_of. cbn [found List.length]. rewrite push_cells. cbn [List.length]. lia.
Qed.

Lemma wide_width p : wide p -> width_of "the number of inputs" (width_value p) = Good (Z.of_N p) /\ width_of "the width" (width_value p) = Good (Z.of_N p).
Proof.
  intros W. unfold width_of, integer, width_value, wide in *. replace ((1 <=? Z.of_N p) && (Z.of_N p <=? MAX_WIDTH)) with true; [auto|].
  symmetry. apply andb_true_iff. rewrite !Z.leb_le. exact W.
Qed.

Lemma rows_read width qs : Forall (fun r => Forall fine_weight r /\ span r <= width) qs -> forall read,
  rows_from read width (map (fun r => List (weights_values 0 r)) qs) = Good (rev read ++ qs).
Proof.
  induction 1 as [|r qs [F S] _ IH]; intros read; cbn [map rows_from].
  - rewrite app_nil_r. reflexivity.
  - unfold gap_row. cbn [entries bind]. rewrite (weights_printed width r F [] 0) by lia. cbn [rev app bind]. rewrite IH. cbn [rev]. rewrite <- app_assoc. reflexivity.
Qed.

Lemma row_values_of scale rows : map (fun r : row * Z => row_value scale (fst r)) rows = map (fun r => List (weights_values 0 r)) (map (fun r => unscaled scale (fst r)) rows).
Proof. rewrite map_map. reflexivity. Qed.

Lemma bias_values_of scale rows : map (fun r : row * Z => rational_value (Qred (snd r # scale))) rows = map rational_value (map (fun r => Qred (snd r # scale)) rows).
Proof. rewrite map_map. reflexivity. Qed.

Lemma same_kinds : forallb (fun k => same_bytes k k) [BRANCH; AFFINE; SEQUENCE; CONCATENATE; RELU; STEP; IDENTITY] = true.
Proof. reflexivity. Qed.

(** ** Entries *)

Lemma affine_entry c p scale rows : wide p -> wide (N.of_nat (List.length rows)) -> layer_like (Z.of_N p) scale rows -> exists qs bias,
  entry_of c (node_value AFFINE [width_value p; List (map (fun r => row_value scale (fst r)) rows); List (map (fun r => rational_value (Qred (snd r # scale))) rows)]) =
    Good (Layer (Z.of_N p) qs bias) /\ scaled_rows qs bias = (scale, rows).
Proof.
  intros P W L. destruct (layer_back _ _ _ L) as (qs & bias & S & LL & F & B & R1 & R2 & _ & R4). exists qs, bias. split; [|exact S].
  assert (K : forall l m, entry_of c (node_value AFFINE [width_value p; l; m]) = layer_of (width_value p) l m) by reflexivity. rewrite K. clear K.
  unfold layer_of. rewrite (proj1 (wide_width p P)). cbn [bind entries]. rewrite row_values_of, R1, (rows_read _ _ F []). cbn [rev app bind].
  rewrite bias_values_of, R2, map_length, LL, Z.eqb_refl. cbn [negb]. unfold rationals_of. rewrite (rationals_from_printed "a bias" bias B []). cbn [rev app bind].
  unfold wide in W. rewrite nat_N_Z, R4, LL in W. replace ((1 <=? Z.of_nat (List.length bias)) && (Z.of_nat (List.length bias) <=? MAX_WIDTH)) with true; [reflexivity|].
  symmetry. apply andb_true_iff. rewrite !Z.leb_le. exact W.
Qed.

Lemma join_entry c (side_by_side : bool) i j : 0 <= i < c -> 0 <= j < c ->
  entry_of c (node_value (if side_by_side then CONCATENATE else SEQUENCE) [List [Number i; Number j]]) = Good (Join side_by_side [i; j]).
Proof.
  intros I J. assert (E : join_of c side_by_side (List [Number i; Number j]) = Good (Join side_by_side [i; j])).
  { unfold join_of. cbn [entries bind children_from]. unfold integer.
    replace ((0 <=? i) && (i <=? c - 1)) with true by (symmetry; apply andb_true_iff; rewrite !Z.leb_le; lia).
    replace ((0 <=? j) && (j <=? c - 1)) with true by (symmetry; apply andb_true_iff; rewrite !Z.leb_le; lia). reflexivity. }
  destruct side_by_side; exact E.
Qed.

Lemma gate_entry c p scale normal t i j : wide p -> gate_like (Z.of_N p) scale normal t -> 0 <= i < c -> 0 <= j < c -> exists r b,
  entry_of c (node_value BRANCH [width_value p; row_value scale normal; rational_value (Qred (t # scale)); Number i; Number j]) =
    Good (Gate (Z.of_N p) r b i j) /\ scaled_row r b = (scale, (normal, t)).
Proof.
  intros P G I J. destruct (gate_back _ _ _ _ G) as (r & b & S & F & B & W & U & T & _). exists r, b. split; [|exact S].
  change (entry_of c (node_value BRANCH [width_value p; row_value scale normal; rational_value (Qred (t # scale)); Number i; Number j]))
    with (gate_of c (width_value p) (row_value scale normal) (rational_value (Qred (t # scale))) (Number i) (Number j)).
  unfold gate_of. rewrite (proj1 (wide_width p P)). cbn [bind]. unfold row_value, gap_row. cbn [entries bind].
  rewrite U, (weights_printed _ r F [] 0) by lia. cbn [rev app bind]. rewrite T, rational_printed by exact B. cbn [bind]. unfold integer.
  replace ((0 <=? i) && (i <=? c - 1)) with true by (symmetry; apply andb_true_iff; rewrite !Z.leb_le; lia).
  replace ((0 <=? j) && (j <=? c - 1)) with true by (symmetry; apply andb_true_iff; rewrite !Z.leb_le; lia). reflexivity.
Qed.

(** ** Nodes *)

Fixpoint fed (t : table) (l : list json) : result table :=
  match l with
  | [] => Good t
  | v :: l => let! t := add_node t v in fed t l
  end.

Lemma fed_app l m : forall t, fed t (l ++ m) = let! t := fed t l in fed t m.
Proof. induction l as [|v l IH]; intros t; cbn [fed app bind]; [reflexivity|]. destruct (add_node t v); cbn [bind]; auto. Qed.

Lemma leaf_added p n q v m t : proper_table t -> (let! e := entry_of (Network.count t) v in built t e) = Good (m, t) ->
  body (whole m) = n -> ins (whole m) = p -> outs (whole m) = q -> fits (whole m) = true ->
  exists t', fed t [v] = Good t' /\ added p n q 1 t t' /\ parts t' = parts t.
Proof.
  intros T E B I O F. destruct (entry_of (Network.count t) v) as [e|] eqn:EE; [|discriminate]. cbn [bind] in E.
  cbn [fed]. unfold add_node, add_entry. rewrite EE. cbn [bind]. rewrite E. cbn [bind within fst snd]. eexists. split; [reflexivity|].
  destruct (push_found m t T) as [C P]. split; [|reflexivity]. split; [exact P|]. exists m, []. cbn [List.length app used]. rewrite C. repeat split; auto; lia.
Qed.

Lemma marked_after (l : list (node * bool)) a rest : marked (List.length l) (l ++ (a, false) :: rest) = l ++ (a, true) :: rest.
Proof. induction l as [|c l IH]; cbn [List.length app marked]; [reflexivity | f_equal; exact IH]. Qed.

(** Two children that were added one after the other, found and used. *)
Lemma children_used t t1 t2 p n q a p' n' q' b : proper_table t -> added p n q a t t1 -> added p' n' q' b t1 t2 -> exists f g more t3 t4,
  child t2 (Network.count t + Z.of_nat a - 1) = Good (f, t3) /\ child t3 (Network.count t + Z.of_nat a + Z.of_nat b - 1) = Good (g, t4) /\ Network.count t2 = Network.count t + Z.of_nat a + Z.of_nat b /\
  proper_table t4 /\ Network.count t4 = Network.count t2 /\ parts t4 = parts t2 /\ used t4 = used t + Z.of_nat (List.length more) /\
  cells_of t4 = more ++ cells_of t /\ Forall (fun c => snd c = true) more /\ List.length more = (a + b)%nat /\
  body (whole f) = n /\ ins (whole f) = p /\ outs (whole f) = q /\ fits (whole f) = true /\ body (whole g) = n' /\ ins (whole g) = p' /\ outs (whole g) = q' /\ fits (whole g) = true.
Proof.
  intros [P C] ([P1 C1] & f & more1 & F1 & A1 & N1 & U1 & Bf & If & Of & Ff) ([P2 C2] & g & more2 & F2 & A2 & N2 & U2 & Bg & Ig & Og & Fg).
  assert (L1 : Network.count t1 = Network.count t + Z.of_nat a). { rewrite C1, F1, C. cbn [List.length]. rewrite app_length. lia. }
  assert (L2 : Network.count t2 = Network.count t + Z.of_nat a + Z.of_nat b). { rewrite <- L1, C2, F2, C1. cbn [List.length]. rewrite app_length. lia. }
  rewrite F1 in F2. destruct (child_found t2 (Network.count t + Z.of_nat a - 1) b f (conj P2 C2)) as (t3 & E3 & F3 & P3 & U3 & R3).
  - lia.
  - rewrite F2. destruct b as [|b]; [lia|]. injection N2 as N2. cbn [nth_error]. rewrite nth_error_app2 by lia. replace (b - List.length more2)%nat with O by lia. reflexivity.
  - assert (M3 : cells_of t3 = (g, false) :: more2 ++ (f, true) :: more1 ++ cells_of t).
    { rewrite F3, F2. destruct b as [|b]; [lia|]. injection N2 as <-. cbn [marked]. f_equal. apply marked_after. }
    assert (L3 : Network.count t3 = Network.count t2).
    { destruct P3 as [_ ->]. rewrite M3, C2, F2. cbn [List.length]. rewrite !app_length. cbn [List.length]. reflexivity. }
    destruct (child_found t3 (Network.count t + Z.of_nat a + Z.of_nat b - 1) 0 g P3) as (t4 & E4 & F4 & P4 & U4 & R4).
    + lia.
    + rewrite M3. reflexivity.
    + exists f, g, ((g, true) :: more2 ++ (f, true) :: more1), t3, t4.
      assert (M4 : cells_of t4 = ((g, true) :: more2 ++ (f, true) :: more1) ++ cells_of t).
      { rewrite F4, M3. cbn [marked mark fst app]. f_equal. rewrite <- app_assoc. reflexivity. }
      assert (LM : List.length ((g, true) :: more2 ++ (f, true) :: more1) = (a + b)%nat). { cbn [List.length]. rewrite app_length. cbn [List.length]. lia. }
      assert (L4 : Network.count t4 = Network.count t2).
      { rewrite <- L3. destruct P4 as [_ ->]. destruct P3 as [_ ->]. rewrite M4, M3. repeat (progress (cbn [List.length app]; rewrite ?app_length)). lia. }
      split; [exact E3|]. split; [exact E4|]. split; [exact L2|]. split; [exact P4|]. split; [exact L4|]. split; [congruence|]. split; [rewrite U4, U3, U2, U1, LM; lia|].
      split; [exact M4|]. split.
      { constructor; [reflexivity|]. apply Forall_app. split; [exact A2|]. constructor; [reflexivity | exact A1]. }
      split; [exact LM|]. auto 10.
Qed.

Lemma parent_added p n q t t2 t4 v e m more : proper_table t4 -> cells_of t4 = more ++ cells_of t -> Forall (fun c => snd c = true) more ->
  used t4 = used t + Z.of_nat (List.length more) -> entry_of (Network.count t2) v = Good e -> built t2 e = Good (m, t4) ->
  body (whole m) = n -> ins (whole m) = p -> outs (whole m) = q -> fits (whole m) = true ->
  exists t', fed t2 [v] = Good t' /\ added p n q (S (List.length more)) t t' /\ parts t' = parts t4.
Proof.
  intros P C A U E B Bm Im Om Fm. cbn [fed]. unfold add_node, add_entry. rewrite E. cbn [bind]. rewrite B. cbn [bind within fst snd].
  eexists. split; [reflexivity|]. split; [|reflexivity]. destruct (push_found m t4 P) as [C' P']. split; [exact P'|]. exists m, more.
  rewrite C', C. cbn [used]. repeat split; auto.
Qed.

Lemma added_count p n q a t t1 : proper_table t -> added p n q a t t1 -> Network.count t1 = Network.count t + Z.of_nat a.
Proof. intros [_ C] ([_ C1] & m & more & F & _ & N & _). rewrite C1, F, C. cbn [List.length]. rewrite app_length. lia. Qed.

Lemma wide_outputs q : wide q -> (q <=? Z.to_N MAX_WIDTH)%N = true.
Proof. unfold wide. intros W. apply N.leb_le. lia. Qed.

Lemma net_added p n q : readable p n q -> forall t, proper_table t -> 0 <= parts t -> parts t + parts_in n <= MAX_PARTS ->
  exists t', fed t (nodes_from (Network.count t) p n) = Good t' /\ added p n q (List.length (nodes_from (Network.count t) p n)) t t' /\ parts t' = parts t + parts_in n.
Proof.
  induction 1 as [p scale rows P W L|p P|p kind P|p m q f g RF IHf RG IHg|p a b f g RF IHf RG IHg W|p q scale normal t0 below above P G RF IHf RG IHg];
    intros t T N M; cbn [nodes_from parts_in List.length] in *.
  - destruct (affine_entry (Network.count t) p scale rows P W L) as (qs & bias & E & S). rewrite Z.add_0_r.
    apply (leaf_added p (Affine scale rows) (N.of_nat (List.length rows)) _ (affine p scale rows)); try reflexivity; [exact T| |].
    + rewrite E. cbn [bind built]. rewrite S, N2Z.id. reflexivity.
    + destruct (layer_back _ _ _ L) as (_ & _ & _ & _ & _ & _ & _ & _ & R & _). unfold wide in P, W. cbn [whole affine fits PAffine]. rewrite !andb_true_iff, N.leb_le, forallb_forall. repeat split.
      * lia.
      * destruct rows; [cbn in W; lia | reflexivity].
      * intros r I. rewrite Forall_forall in R. apply N.leb_le. specialize (R r I). lia.
  - rewrite Z.add_0_r. apply (leaf_added p Identity p _ (identity p)); try reflexivity; [exact T| |].
    + change (entry_of (Network.count t) (node_value IDENTITY [width_value p])) with (let! p := width_of "the width" (width_value p) in Good (Same p)).
      rewrite (proj2 (wide_width p P)). cbn [bind built]. rewrite N2Z.id. reflexivity.
    + unfold wide in P. apply N.leb_le. lia.
  - rewrite Z.add_0_r. apply (leaf_added p (Units kind (Z.of_N p)) p _ (units kind p)); try reflexivity; [exact T| |].
    + assert (E : entry_of (Network.count t) (node_value (unit_name kind) [width_value p]) = Good (Act kind (Z.of_N p))).
      { destruct kind; [change (entry_of (Network.count t) (node_value (unit_name Relu) [width_value p])) with (let! p := width_of "the width" (width_value p) in Good (Act Relu p))
          | change (entry_of (Network.count t) (node_value (unit_name Step) [width_value p])) with (let! p := width_of "the width" (width_value p) in Good (Act Step p))];
          rewrite (proj2 (wide_width p P)); reflexivity. }
      rewrite E. cbn [bind built]. rewrite N2Z.id. reflexivity.
    + unfold wide in P. apply N.leb_le. lia.
  - destruct (readable_widths _ _ _ RF) as (_ & _ & WF). destruct (readable_widths _ _ _ RG) as (_ & WQ & _). rewrite WF.
    pose proof (parts_nonneg f) as Nf. pose proof (parts_nonneg g) as Ng.
    destruct (IHf t T N ltac:(lia)) as (t1 & E1 & A1 & R1). set (l := nodes_from (Network.count t) p f) in *. pose proof (added_count _ _ _ _ _ _ T A1) as C1.
    replace (Network.count t + Z.of_nat (List.length l) - 1 + 1) with (Network.count t1) by lia.
    destruct (IHg t1 (proj1 A1) ltac:(lia) ltac:(lia)) as (t2 & E2 & A2 & R2). set (r := nodes_from (Network.count t1) m g) in *.
    set (t2' := Table (Network.count t2) (found t2) (used t2) (parts t2 + 2)).
    destruct (children_used t t1 t2' p f m _ m g q _ T A1 A2) as (F & S & more & t3 & t4 & K3 & K4 & C2 & P4 & _ & R4 & U4 & D4 & H4 & LM & Bf & If & Of & Ff & Bg & Ig & Og & Fg).
    cbn [Network.count t2' parts] in C2, R4. 
    destruct (parent_added p (Sequence f g) q t t2 t4 (node_value SEQUENCE [List [Number (Network.count t + Z.of_nat (List.length l) - 1); Number (Network.count t1 + Z.of_nat (List.length r) - 1)]])
      (Join false [Network.count t + Z.of_nat (List.length l) - 1; Network.count t1 + Z.of_nat (List.length r) - 1]) (sequence F S) more P4 D4 H4 U4) as (t' & E' & A' & R').
    + apply (join_entry (Network.count t2) false). 
      * destruct T as [_ T]. destruct A1 as (_ & ? & ? & _ & _ & X & _). lia.
      * destruct T as [_ T]. destruct A2 as (_ & ? & ? & _ & _ & X & _). lia.
    + cbn [built List.length]. change (Z.of_nat 2) with 2. replace (MAX_PARTS <? parts t2 + 2) with false by (symmetry; apply Z.ltb_ge; lia).
      fold t2'. cbn [parts_of]. rewrite K3. cbn [bind fst snd]. replace (Network.count t1 + Z.of_nat (List.length r) - 1) with (Network.count t + Z.of_nat (List.length l) + Z.of_nat (List.length r) - 1) by lia.
      rewrite K4. cbn [bind fst snd rev app joined parts_fit]. unfold inputs, outputs. rewrite Ig, Of, N.eqb_refl. cbn [bind join_all pairwise rev app].
      cbn [whole sequence outs PSequence]. rewrite Og, (wide_outputs q WQ). reflexivity.
    + cbn [whole sequence body PSequence]. congruence.
    + exact If.
    + exact Og.
    + cbn [whole sequence fits PSequence]. rewrite Ff, Fg, Of, Ig, N.eqb_refl. reflexivity.
    + exists t'. rewrite fed_app, E1. cbn [bind]. rewrite fed_app, E2. cbn [bind]. split; [exact E'|]. split; [|lia].
      rewrite !app_length. cbn [List.length]. replace (List.length l + (List.length r + 1))%nat with (Datatypes.S (List.length more)) by lia. exact A'.
  - destruct (readable_widths _ _ _ RF) as (WP & _ & WF).
    pose proof (parts_nonneg f) as Nf. pose proof (parts_nonneg g) as Ng.
    destruct (IHf t T N ltac:(lia)) as (t1 & E1 & A1 & R1). set (l := nodes_from (Network.count t) p f) in *. pose proof (added_count _ _ _ _ _ _ T A1) as C1.
    replace (Network.count t + Z.of_nat (List.length l) - 1 + 1) with (Network.count t1) by lia.
    destruct (IHg t1 (proj1 A1) ltac:(lia) ltac:(lia)) as (t2 & E2 & A2 & R2). set (r := nodes_from (Network.count t1) p g) in *.
    set (t2' := Table (Network.count t2) (found t2) (used t2) (parts t2 + 2)).
    destruct (children_used t t1 t2' p f a _ p g b _ T A1 A2) as (F & S & more & t3 & t4 & K3 & K4 & C2 & P4 & _ & R4 & U4 & D4 & H4 & LM & Bf & If & Of & Ff & Bg & Ig & Og & Fg).
    cbn [Network.count t2' parts] in C2, R4. 
    destruct (parent_added p (Concatenate f g) (a + b) t t2 t4 (node_value CONCATENATE [List [Number (Network.count t + Z.of_nat (List.length l) - 1); Number (Network.count t1 + Z.of_nat (List.length r) - 1)]])
      (Join true [Network.count t + Z.of_nat (List.length l) - 1; Network.count t1 + Z.of_nat (List.length r) - 1]) (concatenate F S) more P4 D4 H4 U4) as (t' & E' & A' & R').
    + apply (join_entry (Network.count t2) true). 
      * destruct T as [_ T]. destruct A1 as (_ & ? & ? & _ & _ & X & _). lia.
      * destruct T as [_ T]. destruct A2 as (_ & ? & ? & _ & _ & X & _). lia.
    + cbn [built List.length]. change (Z.of_nat 2) with 2. replace (MAX_PARTS <? parts t2 + 2) with false by (symmetry; apply Z.ltb_ge; lia).
      fold t2'. cbn [parts_of]. rewrite K3. cbn [bind fst snd]. replace (Network.count t1 + Z.of_nat (List.length r) - 1) with (Network.count t + Z.of_nat (List.length l) + Z.of_nat (List.length r) - 1) by lia.
      rewrite K4. cbn [bind fst snd rev app joined parts_fit]. unfold inputs, outputs. rewrite Ig, If, N.eqb_refl. cbn [bind join_all pairwise rev app].
      cbn [whole concatenate outs PConcatenate]. rewrite Of, Og, (wide_outputs _ W). reflexivity.
    + cbn [whole concatenate body PConcatenate]. congruence.
    + exact If.
    + cbn [whole concatenate outs PConcatenate]. congruence.
    + cbn [whole concatenate fits PConcatenate]. rewrite Ff, Fg, If, Ig, N.eqb_refl. reflexivity.
    + exists t'. rewrite fed_app, E1. cbn [bind]. rewrite fed_app, E2. cbn [bind]. split; [exact E'|]. split; [|lia].
      rewrite !app_length. cbn [List.length]. replace (List.length l + (List.length r + 1))%nat with (Datatypes.S (List.length more)) by lia. exact A'.
  - destruct (readable_widths _ _ _ RG) as (_ & WQ & _).
    pose proof (parts_nonneg below) as Nf. pose proof (parts_nonneg above) as Ng.
    destruct (IHf t T N ltac:(lia)) as (t1 & E1 & A1 & R1). set (l := nodes_from (Network.count t) p below) in *. pose proof (added_count _ _ _ _ _ _ T A1) as C1.
    replace (Network.count t + Z.of_nat (List.length l) - 1 + 1) with (Network.count t1) by lia.
    destruct (IHg t1 (proj1 A1) ltac:(lia) ltac:(lia)) as (t2 & E2 & A2 & R2). set (r := nodes_from (Network.count t1) p above) in *.
    destruct (children_used t t1 t2 p below q _ p above q _ T A1 A2) as (F & S & more & t3 & t4 & K3 & K4 & C2 & P4 & _ & R4 & U4 & D4 & H4 & LM & Bf & If & Of & Ff & Bg & Ig & Og & Fg).
    destruct (gate_entry (Network.count t2) p scale normal t0 (Network.count t + Z.of_nat (List.length l) - 1) (Network.count t1 + Z.of_nat (List.length r) - 1) P G) as (w & c & EE & SS).
    { destruct T as [_ T]. destruct A1 as (_ & ? & ? & _ & _ & X & _). lia. }
    { destruct T as [_ T]. destruct A2 as (_ & ? & ? & _ & _ & X & _). lia. }
    destruct (parent_added p (Branch scale normal t0 below above) q t t2 t4 _ _ (branch p scale normal t0 F S) more P4 D4 H4 U4 EE) as (t' & E' & A' & R').
    + cbn [built]. rewrite K3. cbn [bind fst snd]. replace (Network.count t1 + Z.of_nat (List.length r) - 1) with (Network.count t + Z.of_nat (List.length l) + Z.of_nat (List.length r) - 1) by lia.
      rewrite K4. cbn [bind fst snd]. rewrite SS, N2Z.id. unfold inputs, outputs. rewrite If, Ig, Of, Og, !N.eqb_refl. reflexivity.
    + cbn [whole branch body PBranch]. congruence.
    + reflexivity.
    + exact Of.
    + destruct (gate_back _ _ _ _ G) as (w' & b' & _ & _ & _ & W' & _ & _ & RR). cbn [whole branch fits PBranch]. rewrite Ff, Fg, If, Ig, Of, Og, !N.eqb_refl. cbn [andb]. apply N.leb_le. lia.
    + exists t'. rewrite fed_app, E1. cbn [bind]. rewrite fed_app, E2. cbn [bind]. split; [exact E'|]. split; [|lia].
      rewrite !app_length. cbn [List.length]. replace (List.length l + (List.length r + 1))%nat with (Datatypes.S (List.length more)) by lia. exact A'.
Qed.

(** * The file *)

Lemma wide_short p : wide p -> short (Z.of_N p).
Proof. unfold wide. intros W. apply small_short. lia. Qed.

Lemma short_between a b : 0 <= a <= b -> short b -> short a.
Proof. unfold short. lia. Qed.

Lemma kind_plain kind : In kind [AFFINE; IDENTITY; RELU; STEP; SEQUENCE; CONCATENATE; BRANCH] -> plain kind.
Proof.
  intros I. assert (P : forallb (fun b => match character_of b with Plain => true | _ => false end) (bytes_in kind) = true /\ Z.of_nat (List.length (bytes_in kind)) <=? MAX_TEXT = true).
  { repeat (destruct I as [<- | I]; [split; reflexivity|]). destruct I. }
  destruct P as [P L]. split; [|apply Z.leb_le, L]. rewrite forallb_forall in P. apply Forall_forall. intros b X. apply P in X. destruct (character_of b); congruence.
Qed.

Lemma list_printable k l : Forall (printable k) l -> printable (S k) (List l).
Proof. intros F. exact F. Qed.

Lemma row_printable k p scale r : wide p -> Forall fine_weight (unscaled scale r) -> span (unscaled scale r) <= Z.of_N p -> printable (S k) (row_value scale r).
Proof. intros P F S. unfold wide in P. apply list_printable, weights_printable; [exact F | lia | lia]. Qed.

Lemma rational_fine_printable k q : fine q -> printable k (rational_value q).
Proof. intros F. apply rational_printable in F. destruct k; exact F. Qed.

Lemma number_printable k z : short z -> printable k (Number z).
Proof. intros S. destruct k; exact S. Qed.

Lemma node_printable k kind l : In kind [AFFINE; IDENTITY; RELU; STEP; SEQUENCE; CONCATENATE; BRANCH] -> Forall (printable k) l -> printable (S k) (node_value kind l).
Proof. intros K F. apply list_printable, Forall_cons; [|exact F]. apply kind_plain in K. destruct k; exact K. Qed.

Ltac kind := cbn [In]; tauto.

Lemma nodes_printable p n q : readable p n q -> forall before, 0 <= before -> short (before + Z.of_nat (List.length (nodes_from before p n))) ->
  Forall (printable 16) (nodes_from before p n).
Proof.
  assert (Two : forall b (l m : list json) v, 0 <= b -> short (b + Z.of_nat (List.length (l ++ m ++ [v]))) ->
    short (b + Z.of_nat (List.length l)) /\ short (b + Z.of_nat (List.length l) - 1 + 1 + Z.of_nat (List.length m)) /\
    (l <> [] -> m <> [] -> short (b + Z.of_nat (List.length l) - 1) /\ short (b + Z.of_nat (List.length l) - 1 + 1 + Z.of_nat (List.length m) - 1))).
  { intros b l m v B S. rewrite !app_length in S. cbn [List.length] in S.
    split; [eapply short_between; [|exact S]; lia|]. split; [eapply short_between; [|exact S]; lia|]. intros L M.
    destruct l; [contradiction|]. destruct m; [contradiction|]. cbn [List.length] in *. split; (eapply short_between; [|exact S]; lia). }
  assert (Some : forall b p n, nodes_from b p n <> []).
  { clear. intros b p n. destruct n; cbn [nodes_from]; try discriminate; intros E; apply app_eq_nil in E; destruct E as [_ E]; apply app_eq_nil in E; destruct E as [_ E]; discriminate E. }
  induction 1 as [p scale rows P W L|p P|p kind P|p m q f g RF IHf RG IHg|p a b f g RF IHf RG IHg W|p q scale normal t0 below above P G RF IHf RG IHg];
    intros before B S; cbn [nodes_from] in *.
  - destruct (layer_back _ _ _ L) as (qs & bias & _ & _ & F & Fb & R1 & R2 & _ & _). apply Forall_cons; [|apply Forall_nil]. apply node_printable; [kind|].
    apply Forall_cons; [apply number_printable, wide_short, P|]. apply Forall_cons; [|apply Forall_cons; [|apply Forall_nil]].
    + apply list_printable. rewrite row_values_of, R1, Forall_map. eapply Forall_impl; [|exact F]. intros r [Fr Sr]. unfold wide in P. apply list_printable, weights_printable; [exact Fr | lia | lia].
    + apply list_printable. rewrite bias_values_of, R2, Forall_map. eapply Forall_impl; [|exact Fb]. intros x X. apply (rational_fine_printable 14), X.
  - apply Forall_cons; [|apply Forall_nil]. apply node_printable; [kind|]. apply Forall_cons; [apply number_printable, wide_short, P | apply Forall_nil].
  - apply Forall_cons; [|apply Forall_nil]. apply node_printable; [destruct kind; kind|]. apply Forall_cons; [apply number_printable, wide_short, P | apply Forall_nil].
  - destruct (readable_widths _ _ _ RF) as (_ & _ & WF). rewrite WF in *.
    destruct (Two _ _ _ _ B S) as (S1 & S2 & S3). destruct (S3 (Some _ _ _) (Some _ _ _)) as [S4 S5]. apply Forall_app. split; [apply IHf; assumption|].
    apply Forall_app. split; [apply IHg; [lia | exact S2]|]. apply Forall_cons; [|apply Forall_nil]. apply node_printable; [kind|].
    apply Forall_cons; [|apply Forall_nil]. apply list_printable. apply Forall_cons; [apply number_printable, S4|]. apply Forall_cons; [apply number_printable, S5 | apply Forall_nil].
  - destruct (Two _ _ _ _ B S) as (S1 & S2 & S3). destruct (S3 (Some _ _ _) (Some _ _ _)) as [S4 S5]. apply Forall_app. split; [apply IHf; assumption|].
    apply Forall_app. split; [apply IHg; [lia | exact S2]|]. apply Forall_cons; [|apply Forall_nil]. apply node_printable; [kind|].
    apply Forall_cons; [|apply Forall_nil]. apply list_printable. apply Forall_cons; [apply number_printable, S4|]. apply Forall_cons; [apply number_printable, S5 | apply Forall_nil].
  - destruct (gate_back _ _ _ _ G) as (r & c & _ & F & Fb & Wr & U & T & _).
    destruct (Two _ _ _ _ B S) as (S1 & S2 & S3). destruct (S3 (Some _ _ _) (Some _ _ _)) as [S4 S5]. apply Forall_app. split; [apply IHf; assumption|].
    apply Forall_app. split; [apply IHg; [lia | exact S2]|]. apply Forall_cons; [|apply Forall_nil]. apply node_printable; [kind|].
    apply Forall_cons; [apply number_printable, wide_short, P|]. apply Forall_cons; [apply (row_printable 14 p); [exact P | rewrite U; exact F | rewrite U; exact Wr]|].
    apply Forall_cons; [rewrite T; apply (rational_fine_printable 15), Fb|]. apply Forall_cons; [apply number_printable, S4|]. apply Forall_cons; [apply number_printable, S5 | apply Forall_nil].
Qed.

(** The network has no more nodes than a number of 10,000 digits says, and no more parts than are read. *)
Definition few (p : N) (n : net) : Prop := short (Z.of_nat (List.length (nodes_from 0 p n))) /\ parts_in n <= MAX_PARTS.

Theorem network_printed : forall p n q, readable p n q -> few p n -> exists m, network_of (print_network p n) = Good m /\
  body (whole m) = n /\ ins (whole m) = p /\ outs (whole m) = q.
Proof.
  intros p n q R [S M]. destruct (net_added p n q R no_nodes) as (t & E & A & _).
  { split; [apply Forall_nil | reflexivity]. } { discriminate. } { exact M. }
  change (Network.count no_nodes) with 0 in *. assert (F : forall l t t', fed t l = Good t' -> feeds feed_node NODES t l = Good t').
  { clear. induction l as [|v l IH]; intros t t' E; cbn [fed feeds] in *; [exact E|]. unfold feed_node at 1. change (same_bytes NODES NODES) with true. cbn match.
    destruct (add_node t v); [|discriminate]. cbn [bind] in *. apply IH, E. }
  unfold network_of, print_network. rewrite (read_with_printed no_nodes feed_node (network_value p n) [(FORMAT, Whole (Text NETWORK)); (VERSION, Whole (Number 1)); (NODES, Fed t)]).
  - cbn [bind]. change (network_fields [(FORMAT, Whole (Text NETWORK)); (VERSION, Whole (Number 1)); (NODES, Fed t)]) with (root t).
    destruct A as ([P C] & m & more & D & A & L & U & Bm & Im & Om & Fm). exists m. split; [|auto]. unfold root.
    pose proof (use_right (found t) 0 P ltac:(lia)) as X. unfold cells_of in *. destruct (use (found t) 0) as [[[b before] found']|].
    + destruct X as (X & _). assert (Y := eq_trans (eq_sym X) (f_equal (fun l => nth_error l (Z.to_nat 0)) D)). injection Y as -> _.
      replace (used t =? Network.count t - 1) with true; [cbn [negb]; rewrite Fm; reflexivity|]. symmetry. apply Z.eqb_eq.
      assert (N : List.length (all_cells (found t)) = Datatypes.S (List.length more)).
      { transitivity (List.length ((m, false) :: more ++ [])); [exact (f_equal (@List.length _) D) | rewrite app_nil_r; reflexivity]. }
      assert (C' : Network.count t = Z.of_nat (Datatypes.S (List.length more))) by (rewrite C; f_equal; exact N).
      rewrite U, C'. change (used no_nodes) with 0. lia.
    + assert (Y := eq_trans (eq_sym X) (f_equal (fun l => nth_error l (Z.to_nat 0)) D)). discriminate Y.
  - split; [discriminate|]. assert (Q : forall s, forallb (fun b => match character_of b with Plain => true | _ => false end) (bytes_in s) = true ->
      Z.of_nat (List.length (bytes_in s)) <=? MAX_TEXT = true -> plain s).
    { intros s X Y. split; [|apply Z.leb_le, Y]. rewrite forallb_forall in X. apply Forall_forall. intros b Z0. apply X in Z0. destruct (character_of b); congruence. }
    split; [|split].
    + apply Forall_cons; [split; apply Q; reflexivity|]. apply Forall_cons; [split; [apply Q; reflexivity | exact short_one]|].
      apply Forall_cons; [|apply Forall_nil]. split; [apply Q; reflexivity|]. exact (nodes_printable p n q R 0 ltac:(lia) S).
    + repeat constructor; cbn; intuition discriminate.
    + cbn. repeat constructor.
  - apply Forall2_cons; [split; reflexivity|]. apply Forall2_cons; [split; reflexivity|]. apply Forall2_cons; [|apply Forall2_nil].
    split; [reflexivity|]. exists t. split; [apply F, E | reflexivity].
Qed.
