(** How the number of coordinates enters: the points 0, e_1, ..., e_m need m operations, so with p >= n - 1 coordinates the
    worst case over data sets of n points is exactly n - 1. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm Counting Line Space Logarithm Colours.
Import ListNotations.
Open Scope Q_scope.

(** * The points 0, e_1, ..., e_m *)

(** Node j as a point of Q^p: node 0 is 0, node j is e_j. *)
Definition corner (p j : nat) : vec := map (fun i => if Nat.eqb (S i) j then 1 else 0) (seq 0 p).

Lemma corner_length p j : length (corner p j) = p.
Proof. unfold corner. rewrite map_length, seq_length. reflexivity. Qed.

Lemma corner_nth p j i : nth i (corner p j) 0 = if (Nat.ltb i p && Nat.eqb (S i) j)%bool then 1 else 0.
Proof.
  unfold corner. destruct (Nat.ltb_spec i p) as [L | L].
  - set (f := fun i => if Nat.eqb (S i) j then 1 else 0). rewrite (nth_indep _ 0 (f 0%nat)) by (rewrite map_length, seq_length; exact L).
    rewrite map_nth, seq_nth by exact L. reflexivity.
  - apply nth_overflow. rewrite map_length, seq_length. exact L.
Qed.

(** At the beginning every node has a colour of its own. *)
Lemma corner_goods m p : goods m (fun j => j) (corner p).
Proof.
  split; [|intros j _; rewrite !corner_length; reflexivity]. intros i. exists (S i). unfold wire. split.
  - intros j [J A] D. rewrite !corner_nth in D. destruct (Nat.eqb_spec (S i) j) as [E | E]; [auto|]. exfalso. apply D.
    cbn [Nat.eqb]. rewrite andb_false_r. reflexivity.
  - intros N. exfalso. apply N. rewrite corner_nth. cbn [Nat.eqb]. rewrite andb_false_r. reflexivity.
Qed.

Lemma corner_colours m : colours m (fun j => j) = S m.
Proof. unfold colours. rewrite map_id, nodup_fixed_point by apply seq_NoDup. apply seq_length. Qed.

(** Vectors whose entries are equal one by one are the same. *)
Lemma same_nth x : forall y, length x = length y -> (forall i, nth i x 0 == nth i y 0) -> same x y.
Proof.
  induction x as [|a x IH]; intros [|b y] L E; try discriminate; constructor; [apply (E 0%nat)|].
  apply IH; [injection L; auto | intros i; apply (E (S i))].
Qed.

Lemma same_entry x y : same x y -> forall i, nth i x 0 == nth i y 0.
Proof. induction 1; intros [|i]; simpl; auto; reflexivity. Qed.

(** Let no number of the label of 0 be 0, and let e_1, ..., e_m in Q^p have other labels than 0. A network that is right there
    makes at least m additions, multiplications and comparisons on 0. *)
Theorem corners_need : forall m p net (label : nat -> vec), (forall i, (i < length (label 0%nat))%nat -> ~ nth i (label 0%nat) 0 == 0) ->
  (forall j, (1 <= j <= m)%nat -> ~ same (label j) (label 0%nat)) ->
  (forall j, (j <= m)%nat -> same (eval net (corner p j)) (label j)) ->
  (m <= total (spent net (corner p 0)))%nat.
Proof.
  intros m p net label Z D M. destruct (vanish m net _ _ (corner_goods m p)) as (k & C & N & G & L).
  rewrite corner_colours in N. cut (colours m k = 1%nat); [lia|].
  assert (One : forall j, (j <= m)%nat -> k j = k 0%nat).
  { intros j J. destruct (Nat.eq_dec (k j) (k 0%nat)) as [E | A]; [exact E|]. exfalso. assert (Aj : apart m k j) by (split; assumption).
    assert (P : (1 <= j)%nat) by (destruct j; [contradiction | lia]). apply (D j (conj P J)).
    pose proof (M 0%nat ltac:(lia)) as M0. eapply same_trans; [apply same_sym, M, J|]. eapply same_trans; [|exact M0].
    apply same_nth; [exact (L j Aj)|]. intros i. destruct (le_lt_dec (length (label 0%nat)) i) as [I | I].
    - rewrite <- (same_length _ _ M0) in I. rewrite !nth_overflow; [reflexivity | exact I | rewrite (L j Aj); exact I].
    - destruct (G i) as (a & Ga & G0). unfold wire in *.
      destruct (Qeq_dec (nth i (eval net (corner p j)) 0) (nth i (eval net (corner p 0)) 0)) as [E | E]; [exact E|]. exfalso.
      apply A. rewrite (Ga j Aj E). apply G0. rewrite (same_entry _ _ M0 i). apply Z, I. }
  unfold colours. change (seq 0 (S m)) with (0%nat :: seq 1 m).
  apply Nat.le_antisymm.
  - change 1%nat with (length [k 0%nat]). apply NoDup_incl_length; [apply NoDup_nodup|]. intros c I.
    apply nodup_In, in_map_iff in I. destruct I as (j & <- & J). left. symmetry. apply One. destruct J as [<- | J]; [lia|].
    apply in_seq in J. cbn [length] in J. lia.
  - assert (I : In (k 0%nat) (nodup Nat.eq_dec (map k (0%nat :: seq 1 m)))) by (apply nodup_In; left; reflexivity).
    destruct (nodup Nat.eq_dec (map k (0%nat :: seq 1 m))); [destruct I | simpl; lia].
Qed.

(** * Tests of single coordinates are enough *)

(** Different vectors of the same length differ in a coordinate. *)
Lemma differ x : forall y, length x = length y -> ~ same x y -> exists i, ~ nth i x 0 == nth i y 0.
Proof.
  induction x as [|a x IH]; intros [|b y] L D; try discriminate; [destruct D; constructor|].
  destruct (Qeq_dec a b) as [E | E]; [|exists 0%nat; exact E].
  destruct (IH y) as [i I]; [injection L; auto | intros S; apply D; constructor; assumption | exists (S i); exact I].
Qed.

Lemma filter_length {A} (q : A -> bool) l : (length (filter q l) + length (filter (fun a => negb (q a)) l) = length l)%nat.
Proof. induction l as [|a l IH]; simpl; auto. destruct (q a); simpl; lia. Qed.

Lemma filter_some {A} (q : A -> bool) l a : In a l -> q a = true -> (1 <= length (filter q l))%nat.
Proof.
  intros I E. assert (J : In a (filter q l)) by (apply filter_In; auto). destruct (filter q l); [destruct J | simpl; lia].
Qed.

Lemma pairs_filter {A} (r : A -> A -> Prop) q l : ForallOrdPairs r l -> ForallOrdPairs r (filter q l).
Proof.
  induction 1 as [|a l F P IH]; simpl; [constructor|]. destruct (q a); [|exact IH]. constructor; [|exact IH].
  rewrite Forall_forall in *. intros b B. apply F. apply filter_In in B. apply B.
Qed.

(** Every data set of n points, n >= 1, has a tree of tests of single coordinates with constant leaves: at most n - 1 operations on
    every input. *)
Theorem coordinates_enough : forall p d n s, (1 <= p)%nat -> (1 <= d)%nat -> (1 <= n)%nat -> well_formed p d n s ->
  exists net, takes p net d /\ memorizes net s /\ forall x, (total (spent net x) <= n - 1)%nat.
Proof.
  intros p d n s Wp Wd. revert s. induction n as [n IH] using lt_wf_ind. intros s N (L & O & W).
  destruct s as [|[x y] [|[u v] s]]; [simpl in L; lia| |].
  - exists (Affine (map constant y)). destruct (W x y (or_introl eq_refl)) as [_ Ly]. split; [|split].
    + rewrite <- Ly, <- (map_length constant y). constructor; [exact Wp | destruct y; [simpl in Ly; lia | discriminate]|].
      rewrite Forall_map. apply Forall_forall. intros a _. simpl. lia.
    + intros a b [E | []]. injection E as <- <-. apply (constants_value y).
    + intros a. pose proof (constants_cost y) as C. unfold affine_cost in C. cbn [spent]. lia.
  - set (r := (x, y) :: (u, v) :: s) in *.
    assert (D : exists i, ~ nth i x 0 == nth i u 0).
    { apply differ.
      - destruct (W x y) as [-> _]; [left; reflexivity|]. destruct (W u v) as [-> _]; [right; left; reflexivity | reflexivity].
      - inversion O as [|? ? F _]; subst. inversion F; assumption. }
    destruct D as [i D]. assert (Hi : (i < p)%nat).
    { destruct (W x y) as [Lx _]; [left; reflexivity|]. destruct (W u v) as [Lu _]; [right; left; reflexivity|].
      destruct (le_lt_dec p i) as [K | K]; [|exact K]. exfalso. apply D. rewrite !nth_overflow by lia. reflexivity. }
    set (t := if Qlt_le_dec (nth i x 0) (nth i u 0) then nth i u 0 else nth i x 0).
    set (q := fun row : vec * vec => opens (single i 1) t (fst row)).
    assert (Q : forall row : vec * vec, q row = true <-> t <= nth i (fst row) 0).
    { intros row. unfold q, opens. rewrite Qle_bool_iff, single_dot, Qmult_1_l. reflexivity. }
    assert (S : exists a b, In a r /\ q a = true /\ In b r /\ q b = false).
    { assert (X : In (x, y) r) by (left; reflexivity). assert (U : In (u, v) r) by (right; left; reflexivity).
      assert (F : forall row, nth i (fst row) 0 < t -> q row = false).
      { intros row K. destruct (q row) eqn:E; auto. apply Q in E. destruct (Qlt_not_le _ _ K E). }
      unfold t in F. clearbody q. revert Q F. unfold t. destruct (Qlt_le_dec (nth i x 0) (nth i u 0)) as [K | K]; intros Q F.
      - exists (u, v), (x, y). split; [exact U|]. split; [apply Q, Qle_refl|]. split; [exact X | apply F, K].
      - exists (x, y), (u, v). split; [exact X|]. split; [apply Q, Qle_refl|]. split; [exact U|]. apply F. cbn [fst].
        apply Qle_lteq in K. destruct K as [K | K]; [exact K | exfalso; apply D; symmetry; exact K]. }
    destruct S as (a & b & Ia & Qa & Ib & Qb). pose proof (filter_length q r) as T. rewrite L in T.
    pose proof (filter_some q r a Ia Qa) as A1. pose proof (filter_some (fun e => negb (q e)) r b Ib (f_equal negb Qb)) as B1.
    assert (H : forall keep, (1 <= length (filter keep r) < n)%nat -> exists net, takes p net d /\ memorizes net (filter keep r) /\
      forall z, (total (spent net z) <= length (filter keep r) - 1)%nat).
    { intros keep [P1 P2]. apply (IH _ P2); [exact P1|]. split; [reflexivity|]. split; [apply pairs_filter, O|].
      intros z w I. apply filter_In in I. apply W, I. }
    destruct (H q) as (above & Ta & Ma & Ca); [lia|]. destruct (H (fun e => negb (q e))) as (below & Tb & Mb & Cb); [lia|].
    exists (Branch (single i 1) t below above). split; [|split].
    + constructor; [unfold single; rewrite app_length, repeat_length; simpl; lia | exact Tb | exact Ta].
    + intros z w I. cbn [eval]. destruct (opens (single i 1) t z) eqn:E.
      * apply Ma, filter_In. split; [exact I | exact E].
      * apply Mb, filter_In. split; [exact I|]. unfold q. cbn [fst]. rewrite E. reflexivity.
    + intros z. cbn [spent]. rewrite total_plus, single_cost by reflexivity. specialize (Ca z). specialize (Cb z).
      destruct (opens (single i 1) t z); lia.
Qed.

(** n points: 0, e_1, ..., e_p as far as they go, then (j, 0, ..., 0); point j has the label (1 + j, ..., 1 + j). *)
Definition point (p j : nat) : vec := if Nat.leb j p then corner p j else padded p (nat_q j).
Definition corners (p d n : nat) : data := map (fun j => (point p j, repeat (nat_q (S j)) d)) (seq 0 n).

Lemma corner_same p i j : (i <= p)%nat -> (j <= p)%nat -> same (corner p i) (corner p j) -> i = j.
Proof.
  intros I J E. destruct i as [|i].
  - destruct j as [|j]; auto. apply same_entry with (i := j) in E. rewrite !corner_nth in E.
    destruct (Nat.ltb_spec j p); [|lia]. cbn [Nat.eqb andb] in E. rewrite Nat.eqb_refl in E. discriminate.
  - apply same_entry with (i := i) in E. rewrite !corner_nth in E. destruct (Nat.ltb_spec i p); [|lia].
    rewrite Nat.eqb_refl in E. cbn [andb] in E. destruct (Nat.eqb_spec (S i) j); [assumption | discriminate].
Qed.

(** The first number of a corner is 0 or 1, that of a further point is larger. *)
Lemma corner_padded p i j : (1 < j)%nat -> ~ same (corner p i) (padded p (nat_q j)).
Proof.
  intros J E. apply same_entry with (i := 0%nat) in E. rewrite corner_nth in E. unfold padded in E. cbn [nth] in E.
  destruct (_ && _)%bool; [apply (nat_q_injective 1) in E | apply (nat_q_injective 0) in E]; lia.
Qed.

(** Points are different; with p = 0 there is one. *)
Lemma point_same p i j : (1 <= p)%nat \/ (i <= p /\ j <= p)%nat -> same (point p i) (point p j) -> i = j.
Proof.
  intros P E. unfold point in E. destruct (Nat.leb_spec i p) as [I | I], (Nat.leb_spec j p) as [J | J].
  - apply (corner_same p); assumption.
  - apply corner_padded in E; [destruct E | lia].
  - apply same_sym, corner_padded in E; [destruct E | lia].
  - apply padded_same, nat_q_injective in E. exact E.
Qed.

Lemma corners_well_formed p d n : (1 <= p \/ n <= S p)%nat -> well_formed p d n (corners p d n).
Proof.
  intros P. split; [unfold corners; rewrite map_length, seq_length; reflexivity|]. split.
  - unfold corners. set (f := fun j : nat => (point p j, repeat (nat_q (S j)) d)).
    cut (forall k start, (start + k <= n)%nat -> ForallOrdPairs (fun q r => ~ same (fst q) (fst r)) (map f (seq start k))); [auto|].
    induction k as [|k IH]; intros start B; [constructor|]. cbn [seq map]. constructor; [|apply IH; lia].
    rewrite Forall_map. apply Forall_forall. intros j K E. apply in_seq in K. apply point_same in E; lia.
  - intros x y I. unfold corners in I. apply in_map_iff in I. destruct I as (j & E & J). injection E as <- <-. apply in_seq in J.
    rewrite repeat_length. split; [|reflexivity]. unfold point. destruct (Nat.leb_spec j p); [apply corner_length|].
    unfold padded. cbn [length]. rewrite repeat_length. lia.
Qed.

(** These n points need min(p, n - 1) operations, on the point 0. *)
Lemma corners_lower p d n net : (1 <= n)%nat -> (1 <= d)%nat -> memorizes net (corners p d n) ->
  (Nat.min p (n - 1) <= total (spent net (corner p 0)))%nat.
Proof.
  intros N D M. apply (corners_need _ p net (fun j => repeat (nat_q (S j)) d)).
  - intros i I. rewrite repeat_length in I. rewrite (nth_indep _ 0 (nat_q 1)) by (rewrite repeat_length; exact I).
    rewrite nth_repeat. discriminate.
  - intros j J E. apply same_entry with (i := 0%nat) in E. destruct d as [|d]; [lia|]. cbn [repeat nth] in E.
    apply nat_q_injective in E. lia.
  - intros j J. apply M. unfold corners. apply in_map_iff. exists j. split; [|apply in_seq; lia].
    unfold point. destruct (Nat.leb_spec j p); [reflexivity | lia].
Qed.

Lemma corners_zero p d n : (1 <= n)%nat -> In (corner p 0, repeat (nat_q 1) d) (corners p d n).
Proof. intros N. unfold corners. apply in_map_iff. exists 0%nat. split; [reflexivity | apply in_seq; lia]. Qed.

(** How p enters: with p >= n - 1 coordinates the worst case over all data sets of n points is n - 1 operations, for labels of any
    number of numbers: some data set needs them on the point 0, and for every data set they are enough on every input. *)
Theorem worst_case_wide : forall n p d, (1 <= n)%nat -> (1 <= p)%nat -> (n - 1 <= p)%nat -> (1 <= d)%nat ->
  (exists s x y, well_formed p d n s /\ In (x, y) s /\ forall net, memorizes net s -> (n - 1 <= total (spent net x))%nat) /\
  (forall s, well_formed p d n s -> exists net, takes p net d /\ memorizes net s /\ forall x, (total (spent net x) <= n - 1)%nat).
Proof.
  intros n p d N P1 P D. split; [|intros s F; apply (coordinates_enough p d n s P1 D N F)].
  exists (corners p d n), (corner p 0), (repeat (nat_q 1) d). split; [apply corners_well_formed; lia|].
  split; [apply corners_zero, N|]. intros net M. pose proof (corners_lower p d n net N D M). lia.
Qed.

(** For any p: some n points need min(p, n - 1) operations, some need log2_up(n) - 1, and for all n points
    min(n - 1, 2 (p - 1) + log2_up(n)) are enough on every input. *)
Theorem worst_case : forall n p d, (1 <= n)%nat -> (1 <= p)%nat -> (1 <= d)%nat ->
  (exists s x y, well_formed p d n s /\ In (x, y) s /\
    forall net, memorizes net s -> (Nat.min p (n - 1) <= total (spent net x))%nat) /\
  (exists s, well_formed p d n s /\
    forall net, memorizes net s -> exists x y, In (x, y) s /\ (Nat.log2_up n <= total (spent net x) + 1)%nat) /\
  (forall s, well_formed p d n s -> exists net, takes p net d /\ memorizes net s /\
    forall x, (total (spent net x) <= Nat.min (n - 1) (2 * (p - 1) + Nat.log2_up n))%nat).
Proof.
  intros n p d N P D. destruct (theta_log p d n P D N) as [(s & W & L) U]. split; [|split].
  - exists (corners p d n), (corner p 0), (repeat (nat_q 1) d). split; [apply corners_well_formed; lia|].
    split; [apply corners_zero, N|]. intros net M. apply (corners_lower p d n net N D M).
  - exists s. split; [exact W|]. intros net M. destruct (L net M) as (x & y & I & _ & T). exists x, y. auto.
  - intros e F. destruct (le_lt_dec (n - 1) (2 * (p - 1) + Nat.log2_up n)) as [K | K].
    + destruct (coordinates_enough p d n e P D N F) as (net & T & M & C). exists net. split; [exact T|]. split; [exact M|]. intros x. specialize (C x). lia.
    + destruct (upper_bound_space_constant p d n e N P D F) as (net & T & M & C). exists net. split; [exact T|]. split; [exact M|]. intros x. specialize (C x). lia.
Qed.
