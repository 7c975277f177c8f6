(** Trees of tests of single coordinates: sets of points for which some tests are not enough, with constant leaves by their labels; and
    what the steps of certificates find: rows and sets by their numbers, labels in order. *)

From Coq Require Import ZArith QArith List Bool Arith Lia Lqa FMapPositive.
From Memocert Require Import Model NormalForm Counting.
Import ListNotations.
Open Scope Q_scope.

(** * The trees that are spoken of *)

(** Tests of single coordinates; the leaves are constant, or any affine maps. *)
Inductive axis_tree (constant : bool) : net -> Prop :=
| axis_leaf rows : (constant = true -> Forall (fun f => Forall (fun w => w == 0) (fst f)) rows) -> axis_tree constant (Affine rows)
| axis_gate j normal threshold below above :
    (forall x, dot normal x == nth j x 0) -> axis_tree constant below -> axis_tree constant above ->
    axis_tree constant (Branch normal threshold below above).

(** No such tree memorizes these points with at most c gates on the way of each. *)
Definition too_shallow (constant : bool) (s : data) (c : nat) : Prop :=
  forall n, axis_tree constant n -> memorizes n s -> ~ (forall x y, In (x, y) s -> (comparisons (spent n x) <= c)%nat).

Lemma leaf_free rows x : comparisons (spent (Affine rows) x) = 0%nat.
Proof. simpl. apply row_costs_compare. Qed.

Lemma gate_gates normal threshold below above x c :
  (comparisons (spent (Branch normal threshold below above) x) <= S c)%nat ->
  (comparisons (spent (if opens normal threshold x then above else below) x) <= c)%nat.
Proof. simpl. destruct (opens normal threshold x); lia. Qed.

Lemma gate_value normal threshold below above x :
  eval (Branch normal threshold below above) x = eval (if opens normal threshold x then above else below) x.
Proof. simpl. destruct (opens normal threshold x); reflexivity. Qed.

(** A part on one side of the root. *)
Lemma one_side normal threshold below above s part c (side : bool) :
  memorizes (Branch normal threshold below above) s -> incl part s ->
  (forall x y, In (x, y) s -> (comparisons (spent (Branch normal threshold below above) x) <= S c)%nat) ->
  (forall x y, In (x, y) part -> opens normal threshold x = side) ->
  memorizes (if side then above else below) part /\
  (forall x y, In (x, y) part -> (comparisons (spent (if side then above else below) x) <= c)%nat).
Proof.
  intros M I C O. split; intros x y H.
  - specialize (M x y (I _ H)). rewrite gate_value, (O x y H) in M. exact M.
  - specialize (C x y (I _ H)). apply gate_gates in C. rewrite (O x y H) in C. exact C.
Qed.

(** * Labels *)

Lemma axis_network n : axis_tree true n -> exists t, flat t /\ network t = n.
Proof.
  induction 1 as [rows Z | j normal threshold below above _ _ (b & Fb & <-) _ (a & Fa & <-)].
  - exists (Leaf rows). split; [exact (Z eq_refl) | reflexivity].
  - exists (Test normal threshold b a). simpl. auto.
Qed.

Lemma axis_labels n : axis_tree true n -> forall s c, memorizes n s ->
  (forall x y, In (x, y) s -> (comparisons (spent n x) <= c)%nat) ->
  ForallOrdPairs (fun p q => differs (snd p) (snd q)) s -> (length s <= 2 ^ c)%nat.
Proof.
  intros A s c M C. destruct (axis_network n A) as (t & F & <-). apply (labels_counted t F).
  - intros x y I. rewrite <- network_value. apply M, I.
  - intros x y I. rewrite <- network_tests. eapply C, I.
Qed.

Lemma refuted_shallow constant p s c : refuted false s c -> (forall x y, In (x, y) s -> length x = p) -> too_shallow constant s c.
Proof. intros R W n _ M. exact (refuted_networks s c p n R W M). Qed.

Lemma shallower constant s c b : too_shallow constant s c -> (b <= c)%nat -> too_shallow constant s b.
Proof. intros H L n A M C. apply (H n A M). intros x y I. specialize (C x y I). lia. Qed.

Lemma more_points constant s t c : too_shallow constant s c -> incl s t -> too_shallow constant t c.
Proof.
  intros H I n A M C. apply (H n A).
  - intros x y J. apply M, I, J.
  - intros x y J. apply (C x y), I, J.
Qed.

(** * Labels in order, and what is found by its number *)

(** Whether the first number that differs is smaller. *)
Fixpoint before (x y : vec) : bool :=
  match x, y with
  | a :: x', b :: y' => if Qle_bool b a then Qeq_bool a b && before x' y' else true
  | _, _ => false
  end.

Fixpoint rising (s : data) : bool :=
  match s with
  | p :: s' => match s' with q :: _ => before (snd p) (snd q) && rising s' | [] => true end
  | [] => true
  end.

(** Rows and steps are found by their numbers, from 1. *)
Fixpoint numbered {A} (l : list A) (k : positive) (m : PositiveMap.t A) : PositiveMap.t A :=
  match l with
  | [] => m
  | a :: l => numbered l (Pos.succ k) (PositiveMap.add k a m)
  end.

Fixpoint picked {A} (m : PositiveMap.t A) (numbers : list positive) : option (list A) :=
  match numbers with
  | [] => Some []
  | k :: numbers =>
      match PositiveMap.find k m, picked m numbers with Some a, Some r => Some (a :: r) | _, _ => None end
  end.

(** The most comparisons that are not enough for so many leaves: the largest c with 2^c < parts. *)
Definition less_than (parts : nat) : nat := Nat.pred (Nat.log2_up parts).

Lemma numbered_find {A} (l : list A) : forall k m j a, PositiveMap.find j (numbered l k m) = Some a ->
  In a l \/ PositiveMap.find j m = Some a.
Proof.
  induction l as [|b l IH]; simpl; intros k m j a H; [right; exact H|]. destruct (IH _ _ _ _ H) as [I | F]; [left; right; exact I|].
  destruct (Pos.eq_dec j k) as [-> | N].
  - rewrite PositiveMap.gss in F. injection F as ->. left. left. reflexivity.
  - rewrite PositiveMap.gso in F by exact N. right. exact F.
Qed.

Lemma picked_all {A} (P : A -> Prop) m numbers : (forall k a, PositiveMap.find k m = Some a -> P a) -> forall r,
  picked m numbers = Some r -> forall a, In a r -> P a.
Proof.
  intros M. induction numbers as [|k numbers IH]; simpl; intros r H; [injection H as <-; intros a []|].
  destruct (PositiveMap.find k m) as [a|] eqn:E; [|discriminate]. destruct (picked m numbers) as [r'|]; [|discriminate].
  injection H as <-. intros b [<- | B]; [eapply M, E | eapply IH; eauto].
Qed.

Lemma after a b : Qle_bool b a = false -> a < b.
Proof. intros H. destruct (Qlt_le_dec a b) as [L | L]; auto. apply Qle_bool_iff in L. congruence. Qed.

Lemma before_trans x : forall y z, before x y = true -> before y z = true -> before x z = true.
Proof.
  induction x as [|a x IH]; intros [|b y] [|c z] H G; cbn [before] in *; try discriminate.
  destruct (Qle_bool c a) eqn:CA; [apply Qle_bool_iff in CA|reflexivity].
  destruct (Qle_bool b a) eqn:BA; [apply andb_prop in H; destruct H as [E H]; apply Qeq_bool_iff in E | apply after in BA];
    (destruct (Qle_bool c b) eqn:CB; [apply andb_prop in G; destruct G as [F G]; apply Qeq_bool_iff in F | apply after in CB]);
    try (exfalso; lra).
  apply andb_true_intro. split; [apply Qeq_bool_iff; lra | eapply IH; eauto].
Qed.

Lemma before_differs x : forall y, before x y = true -> differs x y.
Proof.
  unfold differs. induction x as [|a x IH]; intros y H S; inversion S as [|? b ? y' E S']; subst; cbn [before] in H; [discriminate|].
  destruct (Qle_bool b a) eqn:BA; [apply andb_prop in H; exact (IH y' (proj2 H) S') | apply after in BA; lra].
Qed.

Lemma rising_before s : forall p, rising (p :: s) = true -> Forall (fun q => before (snd p) (snd q) = true) s.
Proof.
  induction s as [|q s IH]; intros p H; constructor; cbn [rising] in H; apply andb_prop in H; destruct H as [B R]; [exact B|].
  specialize (IH q R). eapply Forall_impl; [|exact IH]. cbn beta. intros r Q. eapply before_trans; eauto.
Qed.

Lemma rising_pairs s : rising s = true -> ForallOrdPairs (fun p q => differs (snd p) (snd q)) s.
Proof.
  induction s as [|p s IH]; [constructor|]. intros H. constructor.
  - eapply Forall_impl; [|apply rising_before, H]. intros q. apply before_differs.
  - apply IH. destruct s as [|q s]; [reflexivity|]. cbn [rising] in H. apply andb_prop in H. apply H.
Qed.

Lemma less_than_pow parts : (2 <= parts)%nat -> (2 ^ less_than parts < parts)%nat.
Proof. intros H. apply Nat.log2_up_spec. lia. Qed.

(** More labels than c tests can tell from each other. *)
Lemma many_labels s c : ForallOrdPairs (fun p q => differs (snd p) (snd q)) s -> (2 <= length s)%nat ->
  (c <= less_than (length s))%nat -> too_shallow true s c.
Proof.
  intros P L C n A M G. apply (shallower true s (less_than (length s)) c) in G; auto. clear n A M G.
  intros n A M G. pose proof (axis_labels n A s _ M G P). pose proof (less_than_pow _ L). lia.
Qed.

(** Some row takes as many, if it is refuted that all take less. *)
Lemma some_row n (d s : data) c count : incl s d -> (count <= S c)%nat -> ~ (forall x y, In (x, y) s -> (comparisons (spent n x) <= c)%nat) ->
  exists x y, In (x, y) d /\ (count <= comparisons (spent n x))%nat.
Proof.
  intros I L H. destruct (existsb (fun row => (count <=? comparisons (spent n (fst row)))%nat) d) eqn:X.
  - apply existsb_exists in X. destruct X as ([x y] & J & K). exists x, y. split; auto. apply Nat.leb_le, K.
  - exfalso. apply H. intros x y J. destruct (le_lt_dec (comparisons (spent n x)) c) as [K | K]; auto. exfalso.
    assert (Y : existsb (fun row => (count <=? comparisons (spent n (fst row)))%nat) d = true).
    { apply existsb_exists. exists (x, y). split; [apply I, J|]. apply Nat.leb_le. simpl. lia. }
    congruence.
Qed.
