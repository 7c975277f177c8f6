(** More labels than a depth allows among the rows on one side of a number: in each coordinate the least such number. *)

From Coq Require Import ZArith QArith List Bool Arith Lia Lqa Sorted Mergesort Orders Permutation RelationClasses.
From Memocert Require Import Model NormalForm Counting Shallow.
Import ListNotations.
Open Scope Q_scope.

(** * Numbers from below and from above *)

(** a <= b, fast where the denominators are the same. *)
Definition at_most (a b : Q) : bool :=
  if Pos.eqb (Qden a) (Qden b) then (Qnum a <=? Qnum b)%Z else Qle_bool a b.

Lemma at_most_le a b : at_most a b = Qle_bool a b.
Proof.
  unfold at_most. destruct (Pos.eqb_spec (Qden a) (Qden b)) as [E|]; [|reflexivity]. apply eq_true_iff_eq.
  rewrite Qle_bool_iff, Z.leb_le. unfold Qle. rewrite E. apply Z.mul_le_mono_pos_r. reflexivity.
Qed.

(** a comes no later than b on the way up, or on the way down. *)
Definition no_later (up : bool) (a b : Q) : bool := if up then at_most a b else at_most b a.
Definition reached (up : bool) (a b : Q) : Prop := if up then a <= b else b <= a.

Lemma no_later_spec up a b : no_later up a b = true <-> reached up a b.
Proof. destruct up; simpl; rewrite at_most_le; apply Qle_bool_iff. Qed.

Lemma not_no_later up a b : no_later up a b = false -> reached up b a.
Proof.
  intros H. assert (N : ~ reached up a b) by (rewrite <- no_later_spec; congruence). destruct up; simpl in *; lra.
Qed.

Lemma reached_trans up a b c : reached up a b -> reached up b c -> reached up a c.
Proof. destruct up; simpl; intros; lra. Qed.

Lemma reached_refl up a : reached up a a.
Proof. destruct up; simpl; apply Qle_refl. Qed.

(** The first of two: the least on the way up, the greatest on the way down. *)
Definition first (up : bool) (a b : Q) : Q := if no_later up a b then a else b.

Lemma first_reached up a b : reached up (first up a b) a /\ reached up (first up a b) b.
Proof.
  unfold first. destruct (no_later up a b) eqn:E.
  - split; [apply reached_refl | apply no_later_spec, E].
  - split; [apply not_no_later, E | apply reached_refl].
Qed.

Lemma first_one up a b : first up a b = a \/ first up a b = b.
Proof. unfold first. destruct no_later; auto. Qed.

Fixpoint joined (f : Q -> Q -> Q) (a b : vec) : vec :=
  match a, b with
  | x :: a', y :: b' => f x y :: joined f a' b'
  | _, _ => []
  end.

Lemma joined_nth f a : forall b j, length a = length b -> (j < length a)%nat ->
  nth j (joined f a b) 0 = f (nth j a 0) (nth j b 0).
Proof.
  induction a as [|x a IH]; intros [|y b] j L J; simpl in *; try lia. destruct j as [|j]; auto. apply IH; lia.
Qed.

Lemma joined_length f a : forall b, length a = length b -> length (joined f a b) = length a.
Proof. induction a as [|x a IH]; intros [|y b] L; simpl in *; try lia. rewrite IH; lia. Qed.

(** In each coordinate the first number among some vectors. *)
Definition firsts (up : bool) (v : vec) (vs : list vec) : vec := fold_left (joined (first up)) vs v.

Lemma firsts_length up vs : forall v p, length v = p -> Forall (fun w => length w = p) vs -> length (firsts up v vs) = p.
Proof.
  induction vs as [|w vs IH]; intros v p L F; auto. inversion F; subst. cbn [firsts fold_left]. apply IH; auto.
  rewrite joined_length; congruence.
Qed.

(** It is that of one of them. *)
Lemma firsts_attained up vs : forall v p j, length v = p -> Forall (fun w => length w = p) vs -> (j < p)%nat ->
  exists w, In w (v :: vs) /\ nth j (firsts up v vs) 0 = nth j w 0.
Proof.
  induction vs as [|w vs IH]; intros v p j L F J; [exists v; split; [left|]; reflexivity|]. inversion F as [|? ? W F']; subst.
  destruct (IH (joined (first up) v w) (length v) j) as (u & I & E); auto.
  - rewrite joined_length; congruence.
  - cbn [firsts fold_left]. unfold firsts in E. rewrite E. destruct I as [<- | I].
    + rewrite joined_nth by congruence || lia.
      destruct (first_one up (nth j v 0) (nth j w 0)) as [-> | ->]; [exists v | exists w]; simpl; auto.
    + exists u. simpl. auto.
Qed.

Lemma firsts_reached up vs : forall v p j, length v = p -> Forall (fun w => length w = p) vs -> (j < p)%nat ->
  forall w, In w (v :: vs) -> reached up (nth j (firsts up v vs) 0) (nth j w 0).
Proof.
  induction vs as [|u vs IH]; intros v p j L F J w I; [destruct I as [<- | []]; apply reached_refl|].
  inversion F as [|? ? U F']; subst. cbn [firsts fold_left].
  assert (A : forall w, In w (joined (first up) v u :: vs) -> reached up (nth j (firsts up (joined (first up) v u) vs) 0) (nth j w 0)).
  { apply (IH _ (length v)); auto. rewrite joined_length; congruence. }
  assert (B := A _ (or_introl eq_refl)). rewrite joined_nth in B by congruence || lia.
  pose proof (first_reached up (nth j v 0) (nth j u 0)) as [C D].
  destruct I as [<- | [<- | I]]; [eapply reached_trans; eauto | eapply reached_trans; eauto | apply A; right; exact I].
Qed.

(** * Numbers in order *)

Module Ascending <: TotalLeBool.
  Definition t := Q.
  Definition leb := no_later true.
  Lemma leb_total : forall a b, leb a b = true \/ leb b a = true.
  Proof. intros a b. unfold leb. destruct (no_later true a b) eqn:E; [left; reflexivity | right]. apply no_later_spec, not_no_later, E. Qed.
End Ascending.

Module Descending <: TotalLeBool.
  Definition t := Q.
  Definition leb := no_later false.
  Lemma leb_total : forall a b, leb a b = true \/ leb b a = true.
  Proof. intros a b. unfold leb. destruct (no_later false a b) eqn:E; [left; reflexivity | right]. apply no_later_spec, not_no_later, E. Qed.
End Descending.

Module Up := Mergesort.Sort Ascending.
Module Down := Mergesort.Sort Descending.

Definition sorted (up : bool) (l : list Q) : list Q := if up then Up.sort l else Down.sort l.

Lemma sorted_permutes up l : Permutation l (sorted up l).
Proof. destruct up; [apply Up.Permuted_sort | apply Down.Permuted_sort]. Qed.

Lemma permuted_counts (f : Q -> bool) l m : Permutation l m -> length (filter f l) = length (filter f m).
Proof. induction 1; simpl; repeat match goal with |- context [f ?a] => destruct (f a) end; simpl; lia. Qed.

Lemma sorted_counts up f l : length (filter f (sorted up l)) = length (filter f l).
Proof. symmetry. apply permuted_counts, sorted_permutes. Qed.

Lemma sorted_length up l : length (sorted up l) = length l.
Proof. symmetry. apply Permutation_length, sorted_permutes. Qed.

Lemma in_order (up : bool) l : StronglySorted (fun a b => is_true (no_later up a b)) l -> StronglySorted (reached up) l.
Proof.
  induction 1 as [|a l S IH F]; constructor; auto. eapply Forall_impl; [|exact F]. intros b. apply no_later_spec.
Qed.

Lemma no_later_trans up : Transitive (fun a b => is_true (no_later up a b)).
Proof. intros a b c A B. apply no_later_spec in A, B. apply no_later_spec. eapply reached_trans; eauto. Qed.

Lemma sorted_in_order up l : StronglySorted (reached up) (sorted up l).
Proof.
  apply in_order. destruct up; [apply Up.StronglySorted_sort | apply Down.StronglySorted_sort];
    [apply (no_later_trans true) | apply (no_later_trans false)].
Qed.

(** So many numbers come no later than the one at place k. *)
Lemma order_counts up l : StronglySorted (reached up) l -> forall k, (k < length l)%nat ->
  (k < length (filter (fun a => no_later up a (nth k l 0%Q)) l))%nat.
Proof.
  induction 1 as [|a l S IH F]; intros k K; simpl in K; [lia|]. destruct k as [|k]; cbn [nth filter].
  - assert (E : no_later up a a = true) by apply no_later_spec, reached_refl. rewrite E. simpl. lia.
  - assert (E : no_later up a (nth k l 0) = true).
    { apply no_later_spec. rewrite Forall_forall in F. apply F, nth_In. lia. }
    rewrite E. simpl. specialize (IH k). lia.
Qed.

Lemma place_counts up l k : (k < length l)%nat ->
  (k < length (filter (fun a => no_later up a (nth k (sorted up l) 0%Q)) l))%nat.
Proof.
  intros K. rewrite <- (sorted_counts up). apply order_counts; [apply sorted_in_order | rewrite sorted_length; exact K].
Qed.

Fixpoint columns (p : nat) (vs : list vec) : list (list Q) :=
  match p with
  | O => []
  | S p => map (fun v => hd 0 v) vs :: columns p (map (fun v => tl v) vs)
  end.

Lemma columns_length p : forall vs, length (columns p vs) = p.
Proof. induction p as [|p IH]; intros vs; simpl; auto. Qed.

Lemma columns_nth p : forall vs j, (j < p)%nat -> nth j (columns p vs) [] = map (fun v => nth j v 0) vs.
Proof.
  induction p as [|p IH]; intros vs [|j] J; try lia; simpl.
  - apply map_ext. intros [|a v]; reflexivity.
  - rewrite IH by lia. rewrite map_map. apply map_ext. intros [|a v]; simpl; auto. destruct j; reflexivity.
Qed.

(** * Rows by their labels *)

Fixpoint equal (x y : vec) : bool :=
  match x, y with
  | [], [] => true
  | a :: x', b :: y' => Qeq_bool a b && equal x' y'
  | _, _ => false
  end.

Lemma equal_same x : forall y, equal x y = true -> same x y.
Proof.
  induction x as [|a x IH]; intros [|b y] H; simpl in H; try discriminate; [constructor|]. apply andb_prop in H.
  destruct H as [E H]. constructor; [apply Qeq_bool_iff, E | apply IH, H].
Qed.

(** Rows with one label. *)
Definition uniform (g : data) : bool :=
  match g with
  | [] => false
  | q :: g' => forallb (fun r => equal (snd q) (snd r)) g'
  end.

Definition foremost (g : data) : vec * vec := hd ([], []) g.

(** In each coordinate the first place of a row. *)
Definition ends (up : bool) (g : data) : vec :=
  match g with
  | [] => []
  | q :: g' => firsts up (fst q) (map fst g')
  end.

(** In each coordinate the first number that is reached by more than 2^c of the groups, if there are more. *)
Definition ranged (up : bool) (p c : nat) (groups : list data) : list vec :=
  if ((2 <=? length groups) && (c <=? less_than (length groups)))%nat
  then [map (fun column => nth (2 ^ c) (sorted up column) 0) (columns p (map (ends up) groups))] else [].

(** A part that c tests are not enough for, on one side of a number. *)
Definition refuted_side (constant up : bool) (j : nat) (v : Q) (c : nat) (s : data) : Prop :=
  exists part, incl part s /\ (forall x y, In (x, y) part -> reached up (nth j x 0) v) /\ too_shallow constant part c.

Lemma uniform_same g : uniform g = true -> Forall (fun q => same (snd (foremost g)) (snd q)) g.
Proof.
  destruct g as [|q g]; simpl; intros H; [discriminate|]. constructor; [apply same_refl|]. rewrite forallb_forall in H.
  apply Forall_forall. intros r R. apply equal_same, H, R.
Qed.

Definition apart (g h : data) : Prop := forall q r, In q g -> In r h -> differs (snd q) (snd r).

Lemma groups_apart groups : forallb uniform groups = true -> rising (map foremost groups) = true -> ForallOrdPairs apart groups.
Proof.
  intros U R. apply rising_pairs in R. induction groups as [|g groups IH]; [constructor|]. simpl in U, R. apply andb_prop in U.
  destruct U as [U U']. inversion R as [|? ? F R']; subst. constructor; [|apply IH; auto].
  rewrite Forall_map in F. rewrite forallb_forall in U'. rewrite Forall_forall in F |- *.
  intros h H q r Q' R0 E. apply (F h H). pose proof (uniform_same g U) as G. pose proof (uniform_same h (U' h H)) as K.
  rewrite Forall_forall in G, K.
  eapply same_trans; [apply G, Q'|]. eapply same_trans; [exact E | apply same_sym, K, R0].
Qed.

(** A row of each of the groups that reach a number. *)
Lemma picks up j v (groups : list data) : Forall (fun g => exists q : vec * vec, In q g /\ reached up (nth j (fst q) 0) v) groups ->
  exists s, Forall2 (fun g (q : vec * vec) => In q g /\ reached up (nth j (fst q) 0) v) groups s.
Proof. induction 1 as [|g groups (q & Q) F (s & IH)]; [exists []; constructor | exists (q :: s); constructor; auto]. Qed.

Lemma picks_apart (P : vec * vec -> Prop) groups s : Forall2 (fun g q => In q g /\ P q) groups s -> ForallOrdPairs apart groups ->
  ForallOrdPairs (fun p q => differs (snd p) (snd q)) s.
Proof.
  induction 1 as [|g q groups s [I _] F IH]; intros A; [constructor|]. inversion A as [|? ? B A']; subst. constructor; auto.
  rewrite Forall_forall in B |- *. intros r R. clear - I F B R. induction F as [|h r' groups s [J _] F IH]; [destruct R|].
  destruct R as [-> | R]; [apply (B h); simpl; auto | apply IH; auto]. intros k K. apply B. right. exact K.
Qed.

Lemma ends_attained up p j g : (j < p)%nat -> Forall (fun q => length (fst q) = p) g -> g <> [] ->
  exists q, In q g /\ nth j (fst q) 0 = nth j (ends up g) 0.
Proof.
  destruct g as [|q g]; intros J F N; [congruence|]. inversion F as [|? ? Q F']; subst. cbn [ends].
  destruct (firsts_attained up (map fst g) (fst q) (length (fst q)) j eq_refl) as (w & I & E); auto.
  - rewrite Forall_map. exact F'.
  - destruct I as [<- | I]; [exists q; simpl; auto|]. apply in_map_iff in I. destruct I as (r & <- & R). exists r. simpl. auto.
Qed.

Theorem ranged_sound up p c groups v j s : ForallOrdPairs apart groups -> Forall (fun g => g <> []) groups ->
  Forall (Forall (fun q : vec * vec => length (fst q) = p)) groups -> (forall g, In g groups -> incl g s) -> (j < p)%nat ->
  In v (ranged up p c groups) -> length v = p /\ refuted_side true up j (nth j v 0) c s.
Proof.
  intros A N W I J V. unfold ranged in V. destruct ((2 <=? length groups) && (c <=? less_than (length groups)))%nat eqn:C; [|destruct V].
  destruct V as [<- | []]. apply andb_prop in C. destruct C as [C1 C2]. apply Nat.leb_le in C1, C2.
  assert (L : (2 ^ c < length groups)%nat).
  { eapply Nat.le_lt_trans; [apply Nat.pow_le_mono_r; [lia | exact C2] | apply less_than_pow, C1]. }
  split; [rewrite map_length; apply columns_length|].
  set (f := fun column => nth (2 ^ c) (sorted up column) 0).
  assert (V : nth j (map f (columns p (map (ends up) groups))) 0 = f (map (fun g => nth j (ends up g) 0) groups)).
  { rewrite (nth_indep _ 0 (f [])) by (rewrite map_length, columns_length; exact J).
    rewrite map_nth, columns_nth, map_map by exact J. reflexivity. }
  rewrite V. set (v := f _).
  pose (near := filter (fun g => no_later up (nth j (ends up g) 0) v) groups).
  assert (K : (2 ^ c < length near)%nat).
  { pose proof (place_counts up (map (fun g => nth j (ends up g) 0) groups) (2 ^ c)) as P. rewrite map_length in P. specialize (P L).
    fold v in P. unfold near. clear - P. unfold v, f in *.
    set (w := nth (2 ^ c) _ _) in *. clearbody w. revert P. generalize (2 ^ c)%nat. intros k.
    assert (E : length (filter (fun a => no_later up a w) (map (fun g => nth j (ends up g) 0) groups)) =
                length (filter (fun g => no_later up (nth j (ends up g) 0) w) groups)).
    { induction groups as [|g groups IH]; simpl; auto. destruct no_later; simpl; congruence. }
    rewrite E. auto. }
  assert (S : forall g, In g near -> In g groups /\ reached up (nth j (ends up g) 0) v).
  { intros g G. apply filter_In in G. destruct G as [G R]. split; auto. apply no_later_spec, R. }
  destruct (picks up j v near) as (part & F).
  { apply Forall_forall. intros g G. destruct (S g G) as [G' R]. rewrite Forall_forall in N, W.
    destruct (ends_attained up p j g J (W g G') (N g G')) as (q & Q & E). exists q. split; [exact Q | exact (eq_ind_r (fun a => reached up a v) R E)]. }
  exists part. split; [|split].
  - intros q Q. clear - F Q S I. assert (exists g, In g near /\ In q g) as (g & G & H).
    { clear - F Q. induction F as [|g r near s0 [H _] F IH]; [destruct Q|].
      destruct Q as [-> | Q]; [exists g; simpl; auto|]. destruct (IH Q) as (h & ? & ?). exists h. simpl. auto. }
    apply (I g); [apply S, G | exact H].
  - intros x y Q. clear - F Q. induction F as [|g r near s0 [_ R] F IH]; [destruct Q|].
    destruct Q as [-> | Q]; [exact R | apply IH, Q].
  - assert (E : length part = length near) by (clear - F; induction F; simpl; auto).
    intros n T M G. pose proof (axis_labels n T part c M G) as Q.
    assert (P : ForallOrdPairs (fun p q => differs (snd p) (snd q)) part).
    { eapply picks_apart; [exact F|]. apply pairs_filtered, A. }
    specialize (Q P). lia.
Qed.
