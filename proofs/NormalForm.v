(** Every network unrolls to a tree of tests with affine leaves: same values, same comparisons. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model.
Import ListNotations.
Open Scope Q_scope.

Inductive tree :=
| Leaf (rows : list form)
| Test (normal : vec) (threshold : Q) (below above : tree).

Fixpoint value (t : tree) (x : vec) : vec :=
  match t with
  | Leaf rows => map (fun row => at_ row x) rows
  | Test w c below above => if opens w c x then value above x else value below x
  end.

Fixpoint tests (t : tree) (x : vec) : nat :=
  match t with
  | Leaf _ => 0
  | Test w c below above => S (if opens w c x then tests above x else tests below x)
  end.

Fixpoint depth (t : tree) : nat :=
  match t with
  | Leaf _ => 0
  | Test _ _ below above => S (Nat.max (depth below) (depth above))
  end.

(** A tree is a network. *)
Fixpoint network (t : tree) : net :=
  match t with
  | Leaf rows => Affine rows
  | Test w c below above => Branch w c (network below) (network above)
  end.

Lemma tests_depth t x : (tests t x <= depth t)%nat.
Proof. induction t; simpl; auto. destruct opens; lia. Qed.

Lemma network_value t x : eval (network t) x = value t x.
Proof. induction t; simpl; auto. destruct opens; auto. Qed.

Lemma row_costs_compare rows : comparisons (fold_right (fun row sum => plus (row_cost row) sum) none rows) = 0%nat.
Proof. induction rows; simpl; auto. Qed.

Lemma network_tests t x : comparisons (spent (network t) x) = tests t x.
Proof. induction t; simpl. { apply row_costs_compare. } destruct opens; simpl; congruence. Qed.

(** * Forms of forms *)

Fixpoint add (u w : vec) : vec :=
  match u, w with
  | [], _ => w
  | _, [] => u
  | a :: u', b :: w' => (a + b) :: add u' w'
  end.

Definition scale (c : Q) (w : vec) : vec := map (Qmult c) w.

Lemma dot_nil_r w : dot w [] = 0.
Proof. destruct w; reflexivity. Qed.

Lemma dot_add u : forall w x, dot (add u w) x == dot u x + dot w x.
Proof.
  induction u as [|a u IH]; intros [|b w] [|c x]; simpl; try ring.
  rewrite IH. ring.
Qed.

Lemma dot_scale c w : forall x, dot (scale c w) x == c * dot w x.
Proof. induction w as [|a w IH]; intros [|b x]; simpl; try ring. rewrite IH. ring. Qed.

(** w . (the values of forms) as a form of the input. *)
Fixpoint compose (w : vec) (forms : list form) : form :=
  match w, forms with
  | a :: w', f :: forms' =>
      let rest := compose w' forms' in (add (scale a (fst f)) (fst rest), a * snd f + snd rest)
  | _, _ => ([], 0)
  end.

Definition values (forms : list form) (x : vec) : vec := map (fun f => at_ f x) forms.

Lemma compose_at w : forall forms x, at_ (compose w forms) x == dot w (values forms x).
Proof.
  induction w as [|a w IH]; intros [|f forms] x; unfold at_ in *; simpl; try reflexivity.
  rewrite dot_add, dot_scale, <- IH. unfold at_. ring.
Qed.

(** * Unrolling *)

Definition constant (c : Q) : form := ([], c).

Fixpoint layer (on : form -> form) (open settled : list form) (k : list form -> tree) : tree :=
  match open with
  | [] => k (rev settled)
  | f :: open' =>
      Test (fst f) (- snd f) (layer on open' (constant 0 :: settled) k) (layer on open' (on f :: settled) k)
  end.

Fixpoint unroll_from (n : net) (forms : list form) (k : list form -> tree) : tree :=
  match n with
  | Affine rows => k (map (fun row => let f := compose (fst row) forms in (fst f, snd f + snd row)) rows)
  | Identity => k forms
  | Relu => layer (fun f => f) forms [] k
  | Step => layer (fun _ => constant 1) forms [] k
  | Sequence f g => unroll_from f forms (fun middle => unroll_from g middle k)
  | Concatenate f g => unroll_from f forms (fun left => unroll_from g forms (fun right => k (left ++ right)))
  | Branch w c below above =>
      let f := compose w forms in Test (fst f) (c - snd f) (unroll_from below forms k) (unroll_from above forms k)
  end.

Fixpoint unit_vectors (p : nat) (before : vec) : list form :=
  match p with
  | O => []
  | S p' => (before ++ [1], 0) :: unit_vectors p' (before ++ [0])
  end.

Definition unroll (p : nat) (n : net) : tree := unroll_from n (unit_vectors p []) Leaf.

Lemma opens_shift w b x : opens w (- b) x = Qle_bool 0 (at_ (w, b) x).
Proof.
  unfold opens, at_; simpl. apply eq_true_iff_eq. rewrite !Qle_bool_iff. split; intros; lra.
Qed.

Lemma constant_at c x : at_ (constant c) x == c.
Proof. unfold at_, constant; simpl. ring. Qed.

Lemma layer_correct on act x k :
  (forall f, Qle_bool 0 (at_ f x) = true -> at_ (on f) x == act (at_ f x)) ->
  (forall v, Qle_bool 0 v = false -> act v == 0) ->
  forall open settled, exists forms,
    same (values forms x) (values (rev settled) x ++ map act (values open x)) /\
    value (layer on open settled k) x = value (k forms) x /\
    tests (layer on open settled k) x = (length open + tests (k forms) x)%nat.
Proof.
  intros Hon Hoff. induction open as [|f open IH]; intros settled; simpl.
  - exists (rev settled). rewrite app_nil_r. repeat split. apply same_refl.
  - destruct f as [w b]. simpl fst; simpl snd. rewrite opens_shift.
    destruct (Qle_bool 0 (at_ (w, b) x)) eqn:E.
    + destruct (IH (on (w, b) :: settled)) as (forms & H1 & H2 & H3). exists forms. rewrite H2, H3. repeat split.
      eapply same_trans; [exact H1|]. simpl. unfold values. rewrite map_app, <- app_assoc. apply Forall2_app.
      * apply same_refl.
      * simpl. constructor; [apply Hon, E | apply same_refl].
    + destruct (IH (constant 0 :: settled)) as (forms & H1 & H2 & H3). exists forms. rewrite H2, H3. repeat split.
      eapply same_trans; [exact H1|]. simpl. unfold values. rewrite map_app, <- app_assoc. apply Forall2_app.
      * apply same_refl.
      * simpl. constructor; [rewrite constant_at, Hoff; auto; reflexivity | apply same_refl].
Qed.

Lemma unroll_correct n : forall forms k x, exists outputs,
  same (values outputs x) (eval n (values forms x)) /\
  value (unroll_from n forms k) x = value (k outputs) x /\
  tests (unroll_from n forms k) x = (comparisons (spent n (values forms x)) + tests (k outputs) x)%nat.
Proof.
  induction n; intros forms k x; simpl.
  - eexists. split; [|split; [reflexivity|]].
    + unfold values. rewrite map_map. simpl. induction rows as [|r rows IH]; simpl; constructor; [|apply IH].
      pose proof (compose_at (fst r) forms x) as H. unfold at_ in *. simpl. unfold values in H. rewrite <- H. ring.
    + rewrite row_costs_compare. reflexivity.
  - exists forms. repeat split. apply same_refl.
  - destruct (layer_correct (fun f => f) relu x k) with (open := forms) (settled := @nil form) as (o & H1 & H2 & H3).
    + intros f E. unfold relu. rewrite E. reflexivity.
    + intros v E. unfold relu. rewrite E. reflexivity.
    + exists o. rewrite H2, H3. repeat split; auto. unfold values. rewrite map_length. reflexivity.
  - destruct (layer_correct (fun _ => constant 1) step x k) with (open := forms) (settled := @nil form) as (o & H1 & H2 & H3).
    + intros f E. unfold step. rewrite E. apply constant_at.
    + intros v E. unfold step. rewrite E. reflexivity.
    + exists o. rewrite H2, H3. repeat split; auto. unfold values. rewrite map_length. reflexivity.
  - destruct (IHn1 forms (fun middle => unroll_from n2 middle k) x) as (m & H1 & H2 & H3).
    destruct (IHn2 m k x) as (o & H4 & H5 & H6). exists o. rewrite H2, H3, H5, H6. repeat split.
    + eapply same_trans; [exact H4 | apply eval_same, H1].
    + simpl. rewrite (spent_same n2 _ _ H1). lia.
  - destruct (IHn1 forms (fun left => unroll_from n2 forms (fun right => k (left ++ right))) x) as (l & H1 & H2 & H3).
    destruct (IHn2 forms (fun right => k (l ++ right)) x) as (r & H4 & H5 & H6).
    exists (l ++ r). rewrite H2, H3, H5, H6. repeat split; [|simpl; lia].
    unfold values. rewrite map_app. apply Forall2_app; assumption.
  - pose proof (compose_at normal forms x) as H. unfold at_ in H.
    assert (E : opens (fst (compose normal forms)) (threshold - snd (compose normal forms)) x
                = opens normal threshold (values forms x)).
    { unfold opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff. split; intros; lra. }
    rewrite E. clear E. destruct (opens normal threshold (values forms x)).
    + destruct (IHn2 forms k x) as (o & H1 & H2 & H3). exists o. simpl. rewrite H2, H3. auto.
    + destruct (IHn1 forms k x) as (o & H1 & H2 & H3). exists o. simpl. rewrite H2, H3. auto.
Qed.

Lemma dot_before before x : dot (before ++ [1]) x == dot before x + nth (length before) x 0.
Proof.
  revert x. induction before as [|a b IH]; intros [|c x]; simpl.
  - ring.
  - destruct x; simpl; ring.
  - ring.
  - rewrite IH. ring.
Qed.

Lemma unit_values p : forall before x, (forall y, dot before y == 0) ->
  length x = (length before + p)%nat -> same (values (unit_vectors p before) x) (skipn (length before) x).
Proof.
  induction p as [|p IH]; intros before x Hz Hl; simpl.
  - rewrite skipn_all2 by lia. constructor.
  - assert (L : (length before < length x)%nat) by lia.
    rewrite <- (firstn_skipn (length before) x) at 3.
    destruct (skipn (length before) x) as [|c rest] eqn:E.
    { apply (f_equal (@length Q)) in E. rewrite skipn_length in E. simpl in E. lia. }
    rewrite skipn_app, skipn_firstn_comm, Nat.sub_diag. simpl.
    rewrite firstn_length, Nat.min_l, Nat.sub_diag by lia. simpl. constructor.
    + unfold at_. simpl. rewrite dot_before, Hz.
      assert (N : nth (length before) x 0 = c).
      { rewrite <- (firstn_skipn (length before) x), E, app_nth2; rewrite firstn_length, Nat.min_l by lia; [|lia].
        rewrite Nat.sub_diag. reflexivity. }
      rewrite N. ring.
    + specialize (IH (before ++ [0]) x). rewrite app_length in IH. simpl in IH.
      assert (R : rest = skipn (length before + 1) x).
      { rewrite Nat.add_comm. rewrite <- (firstn_skipn (length before) x), E. rewrite skipn_app.
        rewrite firstn_length, Nat.min_l by lia. replace (1 + length before - length before)%nat with 1%nat by lia.
        rewrite skipn_all2; [reflexivity|]. rewrite firstn_length. lia. }
      rewrite R. apply IH; [|lia]. intros y. clear - Hz.
      assert (D : forall b z, dot (b ++ [0]) z == dot b z).
      { induction b as [|a b IHb]; intros [|e z]; simpl.
        - ring.
        - destruct z; simpl; ring.
        - ring.
        - rewrite IHb. ring. }
      rewrite D. apply Hz.
Qed.

(** Normal form: with p inputs every network is a tree of tests with affine leaves, the same values on every input,
    and as many tests as the network makes comparisons. *)
Theorem normal_form : forall n p x, length x = p ->
  same (value (unroll p n) x) (eval n x) /\ tests (unroll p n) x = comparisons (spent n x).
Proof.
  intros n p x L. unfold unroll.
  assert (U : same (values (unit_vectors p []) x) x).
  { apply (unit_values p [] x); [intros; reflexivity | exact L]. }
  destruct (unroll_correct n (unit_vectors p []) Leaf x) as (o & H1 & H2 & H3).
  rewrite H2, H3, (spent_same n _ _ U). split; [|simpl; lia].
  eapply same_trans; [exact H1 | apply eval_same, U].
Qed.
