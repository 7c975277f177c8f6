(** Networks with what is measured of them, worked out once for each node however often it is used: what walked over the
    whole tree for it would walk over a tower of doublings for ever. *)

From Coq Require Import NArith ZArith QArith List Bool Lia.
From Memocert Require Import States Checker.
Import ListNotations.
Open Scope Z_scope.

(** Where counting stops: the digits of the size of a tower would fill the memory. *)
Definition CAP := Eval vm_compute in 2 ^ 256.

Definition capped (z : Z) : Z := Z.min CAP z.

Inductive counted := Additions | Multiplications | Comparisons | Total.

Definition weights (m : counted) : measure :=
  match m with
  | Additions => Measure 1 0 0
  | Multiplications => Measure 0 1 0
  | Comparisons => Measure 0 0 1
  | Total => Measure 1 1 1
  end.

Record costs := Costs { adds : Z; multiplies : Z; compares : Z; all : Z }.

Definition cost (m : counted) (c : costs) : Z :=
  match m with
  | Additions => adds c
  | Multiplications => multiplies c
  | Comparisons => compares c
  | Total => all c
  end.

Definition own (a m c : Z) : costs := Costs a m c (a + m + c).

Definition both (x y : costs) : costs :=
  Costs (capped (adds x + adds y)) (capped (multiplies x + multiplies y)) (capped (compares x + compares y)) (capped (all x + all y)).

Definition either (x y : costs) : costs :=
  Costs (Z.max (adds x) (adds y)) (Z.max (multiplies x) (multiplies y)) (Z.max (compares x) (compares y)) (Z.max (all x) (all y)).

Definition limited (x : costs) : costs := Costs (capped (adds x)) (capped (multiplies x)) (capped (compares x)) (capped (all x)).

(** How many nodes the network has where a shared part counts as often as it is used. *)
Fixpoint tree_size (n : net) : Z :=
  match n with
  | Sequence f g | Concatenate f g | Branch _ _ _ f g => 1 + tree_size f + tree_size g
  | _ => 1
  end.

(** The structural maximum in each measure, stopped at [CAP]. *)
Definition are_worst (c : costs) (n : net) : Prop :=
  forall m, 0 <= worst (weights m) n /\ cost m c = capped (worst (weights m) n).

(** A network; its structural maxima; the size of its tree; the price of a run at one point: about as many steps; and its
    widest layer of units. *)
Record node := Node {
  whole : part;
  worsts : costs;
  size : Z;
  work : Z;
  widest : Z;
  worsts_right : are_worst worsts (body whole);
  size_right : 0 <= tree_size (body whole) /\ size = capped (tree_size (body whole))
}.

Definition most (m : counted) (n : node) : Z := cost m (worsts n).

Theorem most_right : forall m n, most m n = capped (worst (weights m) (body (whole n))).
Proof. intros m n. apply (worsts_right n m). Qed.

(** What is less than the cap is right. *)
Theorem most_bound : forall m n bound, bound < CAP -> most m n <= bound -> worst (weights m) (body (whole n)) <= bound.
Proof. intros m n bound B M. rewrite most_right in M. unfold capped in M. lia. Qed.

(** * Each form *)

Lemma cap_nonneg : 0 <= CAP.
Proof. discriminate. Qed.

Lemma capped_both a b : 0 <= a -> 0 <= b -> capped (capped a + capped b) = capped (a + b).
Proof. pose proof cap_nonneg. unfold capped. lia. Qed.

Lemma capped_either g a b : 0 <= g -> 0 <= a -> 0 <= b -> capped (g + Z.max (capped a) (capped b)) = capped (g + Z.max a b).
Proof. pose proof cap_nonneg. unfold capped. lia. Qed.

Lemma number_nonneg {A} (p : A -> bool) l : 0 <= number p l.
Proof. unfold number. induction l as [|a l IH]; cbn [fold_right]; [lia|]. destruct (p a); lia. Qed.

Definition additions_of (scale : positive) (rows : list (row * Z)) : Z := layer_cost (Measure 1 0 0) scale rows.
Definition multiplications_of (scale : positive) (rows : list (row * Z)) : Z := layer_cost (Measure 0 1 0) scale rows.

Definition layer_costs (scale : positive) (rows : list (row * Z)) : costs :=
  limited (own (additions_of scale rows) (multiplications_of scale rows) 0).

Lemma layer_split x y z scale rows :
  layer_cost (Measure x y z) scale rows = x * additions_of scale rows + y * multiplications_of scale rows.
Proof.
  unfold additions_of, multiplications_of, layer_cost. induction rows as [|r rows IH]; cbn [fold_right]; [ring|].
  rewrite IH. unfold row_cost. cbn [addition multiplication]. ring.
Qed.

Lemma row_nonneg m scale r : 0 <= addition m -> 0 <= multiplication m -> 0 <= row_cost m scale r.
Proof.
  intros A M. unfold row_cost. pose proof (number_nonneg (multiplied scale) (fst r)). destruct (negation scale r); nia.
Qed.

Lemma layer_nonneg scale rows : 0 <= additions_of scale rows /\ 0 <= multiplications_of scale rows.
Proof.
  unfold additions_of, multiplications_of, layer_cost. induction rows as [|r rows [IH1 IH2]]; cbn [fold_right]; [lia|].
  split; (apply Z.add_nonneg_nonneg; [apply row_nonneg; cbn; lia | assumption]).
Qed.

Lemma affine_costs scale rows : are_worst (layer_costs scale rows) (Affine scale rows).
Proof.
  intros m. pose proof (layer_nonneg scale rows) as [A M]. cbn [worst]. destruct m; cbn [weights cost layer_costs limited own adds multiplies compares all];
    rewrite layer_split; split; try lia; f_equal; ring.
Qed.

Lemma identity_costs : are_worst (own 0 0 0) Identity.
Proof. intros m. cbn [worst]. destruct m; split; reflexivity || lia. Qed.

Definition unit_costs (p : N) : costs := limited (own 0 0 (Z.of_N p)).

Lemma units_costs kind p : are_worst (unit_costs p) (Units kind (Z.of_N p)).
Proof.
  intros m. cbn [worst]. pose proof (N2Z.is_nonneg p). destruct m; cbn [weights comparison cost unit_costs limited own adds multiplies compares all];
    split; try lia; f_equal; ring.
Qed.

Lemma sum_costs (f g : node) n : (forall m, worst m n = worst m (body (whole f)) + worst m (body (whole g))) ->
  are_worst (both (worsts f) (worsts g)) n.
Proof.
  intros E m. destruct (worsts_right f m) as [F C], (worsts_right g m) as [G D]. rewrite E. split; [lia|].
  rewrite <- capped_both by assumption. rewrite <- C, <- D. destruct m; reflexivity.
Qed.

Definition gate_costs (scale : positive) (normal : row) : costs :=
  own (Z.max 0 (number stored normal - 1)) (number (multiplied scale) normal) 1.

Definition branch_costs (scale : positive) (normal : row) (below above : node) : costs :=
  let g := gate_costs scale normal in
  let e := either (worsts below) (worsts above) in
  limited (Costs (adds g + adds e) (multiplies g + multiplies e) (compares g + compares e) (all g + all e)).

Lemma branch_costs_right scale normal t below above :
  are_worst (branch_costs scale normal below above) (Branch scale normal t (body (whole below)) (body (whole above))).
Proof.
  intros m. destruct (worsts_right below m) as [B C], (worsts_right above m) as [A D]. cbn [worst].
  pose proof (number_nonneg (multiplied scale) normal) as M.
  assert (G : gate_cost (weights m) scale normal = cost m (gate_costs scale normal) /\ 0 <= cost m (gate_costs scale normal)).
  { unfold gate_cost. destruct m; cbn [weights addition multiplication comparison cost gate_costs own adds multiplies compares all]; lia. }
  destruct G as [-> G]. split; [lia|]. rewrite <- capped_either by assumption. rewrite <- C, <- D. destruct m; reflexivity.
Qed.

Lemma leaf_size n : tree_size n = 1 -> 0 <= tree_size n /\ 1 = capped (tree_size n).
Proof. intros ->. split; [lia | reflexivity]. Qed.

Lemma fork_size (f g : node) n : tree_size n = 1 + tree_size (body (whole f)) + tree_size (body (whole g)) ->
  0 <= tree_size n /\ capped (1 + size f + size g) = capped (tree_size n).
Proof.
  intros ->. destruct (size_right f) as [F ->], (size_right g) as [G ->]. split; [lia|]. pose proof cap_nonneg. unfold capped. lia.
Qed.

(** What rows take: two steps for each weight, and one for eight positions that are passed over. *)
Definition price (r : row) : Z := 2 * Z.of_nat (length r) + Z.of_N (reach r) / 8.
Definition prices (rows : list (row * Z)) : Z := fold_left (fun n r => n + price (fst r)) rows 0.

Definition affine (p : N) (scale : positive) (rows : list (row * Z)) : node :=
  Node (PAffine p scale rows) (layer_costs scale rows) 1 (32 + prices rows + 8 * Z.of_nat (length rows)) 0
    (affine_costs scale rows) (leaf_size (Affine scale rows) eq_refl).

Definition identity (p : N) : node := Node (PIdentity p) (own 0 0 0) 1 16 0 identity_costs (leaf_size Identity eq_refl).

Definition units (kind : unit_kind) (p : N) : node :=
  Node (PUnits kind p) (unit_costs p) 1 (40 + 8 * Z.of_N p) (Z.of_N p) (units_costs kind p) (leaf_size (Units kind (Z.of_N p)) eq_refl).

Definition sequence (f g : node) : node :=
  Node (PSequence (whole f) (whole g)) (both (worsts f) (worsts g)) (capped (1 + size f + size g)) (capped (48 + work f + work g))
    (Z.max (widest f) (widest g))
    (sum_costs f g (Sequence (body (whole f)) (body (whole g))) (fun m => eq_refl)) (fork_size f g (Sequence (body (whole f)) (body (whole g))) eq_refl).

Definition concatenate (f g : node) : node :=
  Node (PConcatenate (whole f) (whole g)) (both (worsts f) (worsts g)) (capped (1 + size f + size g))
    (capped (120 + 4 * Z.of_N (outs (whole f)) + 4 * Z.of_N (outs (whole g)) + work f + work g)) (Z.max (widest f) (widest g))
    (sum_costs f g (Concatenate (body (whole f)) (body (whole g))) (fun m => eq_refl)) (fork_size f g (Concatenate (body (whole f)) (body (whole g))) eq_refl).

Definition branch (p : N) (scale : positive) (normal : row) (t : Z) (below above : node) : node :=
  Node (PBranch p scale normal t (whole below) (whole above)) (branch_costs scale normal below above) (capped (1 + size below + size above))
    (capped (12 + price normal + Z.max (work below) (work above))) (Z.max (widest below) (widest above))
    (branch_costs_right scale normal t below above) 
    (fork_size below above (Branch scale normal t (body (whole below)) (body (whole above))) eq_refl).
