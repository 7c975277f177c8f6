(** Theta(log n): the worst case over all data sets of n points of Q^p with labels of d numbers, between two bounds. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm Counting Line Space.
Import ListNotations.
Open Scope Q_scope.

(** Data as a data set of n points has to be: different points of Q^p, labels of d numbers. *)
Definition well_formed (p d n : nat) (s : data) : Prop :=
  length s = n /\ ForallOrdPairs (fun q r => ~ same (fst q) (fst r)) s /\
  forall x y, In (x, y) s -> length x = p /\ length y = d.

(** One number followed by zeros: k numbers in all. *)
Definition padded (k : nat) (a : Q) : vec := a :: repeat 0 (pred k).

(** The points (i, 0, ..., 0) of Q^p with the labels (i mod 2, 0, ..., 0) of d numbers, i < n. *)
Definition embedded (p d n : nat) : data := map (fun i => (padded p (nat_q i), padded d (nat_q (i mod 2)))) (seq 0 n).

(** Numbers i are different rationals. *)
Lemma nat_q_injective i k : nat_q i == nat_q k -> i = k.
Proof. unfold nat_q, inject_Z, Qeq. simpl. lia. Qed.

(** Padded numbers are equal only if the numbers are. *)
Lemma padded_same k a b : same (padded k a) (padded k b) -> a == b.
Proof. inversion 1; auto. Qed.

(** The embedded data set is one of n points. *)
Lemma embedded_well_formed p d n : (1 <= p)%nat -> (1 <= d)%nat -> well_formed p d n (embedded p d n).
Proof.
  intros P D. split; [unfold embedded; rewrite map_length, seq_length; reflexivity|]. split.
  - unfold embedded. set (f := fun i : nat => (padded p (nat_q i), padded d (nat_q (i mod 2)))).
    cut (forall start, ForallOrdPairs (fun q r => ~ same (fst q) (fst r)) (map f (seq start n))); [auto|].
    induction n as [|n IH]; intros start; [constructor|]. cbn [seq map]. constructor; [|apply IH].
    rewrite Forall_map. apply Forall_forall. intros k K E. apply in_seq in K. cbn [fst] in E.
    apply padded_same, nat_q_injective in E. lia.
  - intros x y I. unfold embedded in I. apply in_map_iff in I. destruct I as (i & E & _). injection E as <- <-.
    unfold padded. cbn [length]. rewrite !repeat_length. lia.
Qed.

(** The free layer that carries the line into Q^p. *)
Definition embedding (p : nat) : net := Affine (([1], 0) :: repeat ([], 0) (pred p)).

(** Its value. *)
Lemma embedding_value p a : same (eval (embedding p) [a]) (padded p a).
Proof.
  unfold embedding, padded. cbn [eval map]. constructor; [unfold at_; simpl; ring|].
  induction (pred p) as [|k IH]; simpl; constructor; auto. reflexivity.
Qed.

(** The largest of the values of a function on a list that is not empty is taken. *)
Lemma largest {A} (f : A -> nat) (l : list A) : l <> [] -> exists a, In a l /\ forall b, In b l -> (f b <= f a)%nat.
Proof.
  induction l as [|a l IH]; [contradiction|]. intros _. destruct l as [|b l].
  - exists a. split; [left; reflexivity|]. intros c [<- | []]. lia.
  - destruct IH as (m & I & L); [discriminate|]. destruct (le_lt_dec (f m) (f a)) as [K | K].
    + exists a. split; [left; reflexivity|]. intros c [<- | J]; [lia | specialize (L c J); lia].
    + exists m. split; [right; exact I|]. intros c [<- | J]; [lia | exact (L c J)].
Qed.

(** Alternating labels in Q^p: whatever the network, on some of the points it makes log2_up(ceil(n/2)) comparisons. *)
Theorem lower_bound_space : forall p d n net, (1 <= n)%nat -> memorizes net (embedded p d n) ->
  exists x y, In (x, y) (embedded p d n) /\ (Nat.log2_up (up n 2) <= comparisons (spent net x))%nat.
Proof.
  intros p d n net N M. destruct (largest (fun row => comparisons (spent net (fst row))) (embedded p d n)) as ([x y] & I & L).
  { destruct n; [lia | discriminate]. }
  exists x, y. split; [exact I|]. cbn [fst] in L. set (c := comparisons (spent net x)) in *. clearbody c. clear x y I.
  apply (lower_bound n (Sequence (embedding p) (Sequence net (Affine [([1], 0)])))).
  - intros x y I. unfold alternating in I. apply in_map_iff in I. destruct I as (i & E & J). injection E as <- <-.
    assert (K : same (eval net (eval (embedding p) [nat_q i])) (padded d (nat_q (i mod 2)))).
    { eapply same_trans; [apply eval_same, embedding_value|]. apply M. unfold embedded. apply in_map_iff. exists i. auto. }
    change (same [at_ ([1], 0) (eval net (eval (embedding p) [nat_q i]))] [nat_q (i mod 2)]).
    constructor; [|constructor]. unfold padded in K. destruct (eval net (eval (embedding p) [nat_q i])) as [|a l]; inversion K; subst.
    unfold at_. simpl. destruct l; lra.
  - intros x y I. unfold alternating in I. apply in_map_iff in I. destruct I as (i & E & J). injection E as <- <-.
    unfold embedding at 1. cbn [spent]. cbn [plus comparisons]. fold (embedding p). rewrite !row_costs_compare.
    rewrite (spent_same net _ _ (embedding_value p (nat_q i))).
    assert (K : In (padded p (nat_q i), padded d (nat_q (i mod 2))) (embedded p d n)).
    { unfold embedded. apply in_map_iff. exists i. auto. }
    specialize (L _ K). cbn [fst] in L. cbn. lia.
Qed.

(** On a line the least number for alternating labels is log2_up(ceil(n/2)) exactly: a network with one input and one output attains
    it on every input, and every network that memorizes them makes so many comparisons on one of the points. *)
Theorem alternating_exact : forall n, (1 <= n)%nat ->
  (exists net, takes 1 net 1 /\ memorizes net (alternating n) /\
    forall x, (comparisons (spent net x) <= Nat.log2_up (up n 2))%nat) /\
  (forall net, memorizes net (alternating n) ->
    exists x y, In (x, y) (alternating n) /\ (Nat.log2_up (up n 2) <= comparisons (spent net x))%nat).
Proof.
  intros n N. split.
  - set (e := map (fun i => (nat_q i, [nat_q (i mod 2)])) (seq 0 n)).
    assert (L : @length labelled e = n) by (unfold e; rewrite map_length, seq_length; reflexivity).
    destruct (upper_bound e 1) as (net & T & M & C & _).
    + unfold e. set (f := fun i : nat => (nat_q i, [nat_q (i mod 2)])).
      cut (forall k start, distinct (map f (seq start k))); [auto|]. unfold distinct.
      induction k as [|k IH]; intros start; [constructor|]. cbn [seq map]. constructor; [|apply IH].
      rewrite Forall_map. apply Forall_forall. intros j J E. apply in_seq in J. cbn [fst f] in E. apply nat_q_injective in E. lia.
    + intros E. rewrite E in L. simpl in L. lia.
    + lia.
    + intros p I. unfold e in I. apply in_map_iff in I. destruct I as (i & <- & _). reflexivity.
    + rewrite L in C. exists net. split; [exact T|]. split.
      * intros x y I. apply M. unfold to_data, e. rewrite map_map. exact I.
      * intros x. unfold up. replace (n + 2 - 1)%nat with (n + 1)%nat by lia. apply C.
  - intros net M. destruct (largest (fun row => comparisons (spent net (fst row))) (alternating n)) as ([x y] & I & L).
    { unfold alternating. destruct n; [lia | discriminate]. }
    exists x, y. split; [exact I|]. apply (lower_bound n net _ M). intros a b J. exact (L (a, b) J).
Qed.

(** A projection with first weight 1 costs at most two operations for each other weight. *)
Lemma projection_one (u : vec) : (total (spent (Affine [(1%Q :: u, 0%Q)]) []) <= 2 * length u)%nat.
Proof.
  cbn [spent fold_right]. rewrite total_plus. unfold row_cost, total; cbn [additions multiplications comparisons fst snd].
  unfold negation. cbn [fst snd forallb]. unfold count. cbn [filter].
  replace (stored 1) with true by reflexivity. replace (multiplied 1) with false by reflexivity.
  replace (Qeq_bool 1 (-1)) with false by reflexivity. replace (Qeq_bool 0 0) with true by reflexivity.
  cbn [negb orb andb length Nat.eqb Nat.pred Nat.add]. pose proof (count_le stored u). pose proof (count_le multiplied u).
  unfold count in *. cbn. lia.
Qed.

(** Constant leaves in Q^p: at most 2 (p - 1) + log2_up(n) operations on every input, whatever the labels. *)
Theorem upper_bound_space_constant : forall p d n s, (1 <= n)%nat -> (1 <= p)%nat -> (1 <= d)%nat -> well_formed p d n s ->
  exists net, takes p net d /\ memorizes net s /\ forall x, (total (spent net x) <= 2 * (p - 1) + Nat.log2_up n)%nat.
Proof.
  intros [|p] d n s N P D1 (Ln & D & W); [lia|]. replace (S p - 1)%nat with p by lia.
  destruct (separating_one p (map fst s)) as (u & Lu & Hu).
  { intros x Hx. apply in_map_iff in Hx. destruct Hx as ([z y] & <- & Hz). apply (W z y Hz). }
  set (w := 1 :: u) in *. set (e := map (fun q : vec * vec => (dot w (fst q), snd q)) s).
  destruct (upper_bound_constant e d) as (net & T & H1 & H2).
  - unfold e. clear - D Hu. induction D as [|q s F D IH]; simpl; [constructor|]. constructor.
    + rewrite Forall_map. apply Forall_forall. intros r Hr E. cbn [fst] in E. rewrite Forall_forall in F. apply (F r Hr).
      apply Hu; [left; reflexivity | right; apply in_map, Hr | exact E].
    + apply IH. intros x y Hx Hy. apply Hu; right; auto.
  - unfold e. destruct s; [simpl in Ln; lia | discriminate].
  - exact D1.
  - intros r Hr. unfold e in Hr. apply in_map_iff in Hr. destruct Hr as ([x y] & <- & Hq). simpl. apply (W x y Hq).
  - assert (L : @length labelled e = n) by (unfold e; rewrite <- Ln; apply map_length). rewrite L in H2.
    exists (Sequence (Affine [(w, 0)]) net). split; [|split].
    + apply (takes_sequence (S p) 1); [|exact T]. apply (takes_affine (S p) [(w, 0)]); [lia | discriminate|].
      constructor; [unfold w; simpl; lia | constructor].
    + intros x y I. cbn [eval map]. eapply same_trans; [apply (eval_same net _ [dot w x])|].
      * constructor; [unfold at_; simpl; ring | constructor].
      * apply H1. unfold to_data, e. rewrite map_map. apply in_map_iff. exists (x, y). auto.
    + intros x. cbn [spent]. rewrite total_plus. pose proof (projection_one u) as C. fold w in C. cbn [spent] in C. rewrite Lu in C.
      specialize (H2 (eval (Affine [(w, 0)]) x)). lia.
Qed.

(** Halving once: log2_up(n) is at most one more than log2_up(ceil(n/2)). *)
Lemma log2_up_half n : (Nat.log2_up n <= S (Nat.log2_up (up n 2)))%nat.
Proof.
  pose proof (log2_up_enough (up n 2)) as E. assert (H : (n <= 2 * up n 2)%nat).
  { unfold up. replace (n + 2 - 1)%nat with (n + 1)%nat by lia. pose proof (Nat.div_mod (n + 1) 2). pose proof (Nat.mod_upper_bound (n + 1) 2). lia. }
  destruct n as [|n]; [simpl; lia|]. apply Nat.log2_up_le_pow2; [lia|]. rewrite Nat.pow_succ_r'. lia.
Qed.

(** Theta(log n). In every Q^p and for labels of d numbers, n >= 1: on some data set of n points every network makes
    log2_up(ceil(n/2)) comparisons on some point, so at least log2_up(n) - 1 operations; and every data set of n points has
    a network with as few comparisons on every input, 2 p + 2 d operations more at most, and one with at most
    2 (p - 1) + log2_up(n) operations in all on every input. *)
Theorem theta_log : forall p d n, (1 <= p)%nat -> (1 <= d)%nat -> (1 <= n)%nat ->
  (exists s, well_formed p d n s /\ forall net, memorizes net s -> exists x y, In (x, y) s /\
    (Nat.log2_up (up n 2) <= comparisons (spent net x))%nat /\ (Nat.log2_up n <= total (spent net x) + 1)%nat) /\
  (forall s, well_formed p d n s ->
    (exists net, takes p net d /\ memorizes net s /\ forall x, (comparisons (spent net x) <= Nat.log2_up (up n 2))%nat /\
      (total (spent net x) <= 2 * p + Nat.log2_up (up n 2) + 2 * d)%nat) /\
    (exists net, takes p net d /\ memorizes net s /\ forall x, (total (spent net x) <= 2 * (p - 1) + Nat.log2_up n)%nat)).
Proof.
  intros p d n P D N. split.
  - exists (embedded p d n). split; [apply embedded_well_formed; assumption|]. intros net M.
    destruct (lower_bound_space p d n net N M) as (x & y & I & L). exists x, y. split; [exact I|]. split; [exact L|].
    pose proof (log2_up_half n). unfold total. lia.
  - intros s F. split; [|apply (upper_bound_space_constant p d n s N P D F)]. destruct F as (Ln & O & W).
    destruct (upper_bound_space p d s P D) as (net & K & M & C & T); [destruct s; [simpl in Ln; lia | discriminate] | exact O | exact W|].
    rewrite Ln in C, T. exists net. split; [exact K|]. split; [exact M|]. unfold up. replace (n + 2 - 1)%nat with (n + 1)%nat by lia.
    intros x. split; [apply C | apply T].
Qed.
