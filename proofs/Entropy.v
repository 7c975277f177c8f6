(** The mean of comparisons: with constant leaves it is at least the entropy of the labels, in integers. *)

From Coq Require Import ZArith QArith List Bool Arith Lia.
From Memocert Require Import Model NormalForm Counting Shallow.
Import ListNotations.
Open Scope Z_scope.

(** * Powers *)

Fixpoint power (x : Z) (n : nat) : Z := match n with O => 1 | S n' => x * power x n' end.

Lemma power_nonneg x n : 0 <= x -> 0 <= power x n.
Proof. intros H. induction n as [|n IH]; cbn [power]; nia. Qed.

Lemma power_pos x n : 0 < x -> 0 < power x n.
Proof. intros H. induction n as [|n IH]; cbn [power]; nia. Qed.

Lemma power_add x a b : power x (a + b) = power x a * power x b.
Proof. induction a as [|a IH]; cbn [power Nat.add]; [ring|]. rewrite IH. ring. Qed.

Lemma power_times x y n : power (x * y) n = power x n * power y n.
Proof. induction n as [|n IH]; cbn [power]; [reflexivity|]. rewrite IH. ring. Qed.

Lemma power_le x y n : 0 <= x <= y -> power x n <= power y n.
Proof.
  intros H. induction n as [|n IH]; cbn [power]; [lia|]. pose proof (power_nonneg x n). pose proof (power_nonneg y n). nia.
Qed.

(** Bernoulli: (x/y)^n >= 1 + n (x/y - 1). *)
Lemma bernoulli x y n : 0 <= x -> 0 <= y -> power y n * (Z.of_nat n * x - (Z.of_nat n - 1) * y) <= power x n * y.
Proof.
  intros X Y. induction n as [|n IH]; [cbn [power]; lia|]. rewrite Nat2Z.inj_succ. cbn [power].
  pose proof (power_nonneg y n Y) as P. set (k := Z.of_nat n) in *. assert (K : 0 <= k) by (unfold k; lia).
  assert (A : x * (power y n * (k * x - (k - 1) * y)) <= x * (power x n * y)) by (apply Z.mul_le_mono_nonneg_l; assumption).
  assert (B : y * (Z.succ k * x - (Z.succ k - 1) * y) <= x * (k * x - (k - 1) * y)).
  { pose proof (Z.square_nonneg (x - y)). nia. }
  apply Z.le_trans with (x * (power y n * (k * x - (k - 1) * y))); [|lia].
  replace (y * power y n * (Z.succ k * x - (Z.succ k - 1) * y)) with (power y n * (y * (Z.succ k * x - (Z.succ k - 1) * y))) by ring.
  replace (x * (power y n * (k * x - (k - 1) * y))) with (power y n * (x * (k * x - (k - 1) * y))) by ring.
  apply Z.mul_le_mono_nonneg_l; assumption.
Qed.

(** (n + 1)^(n + 1) / n^n grows slower than (m + 1)^(n + 1) / m^n. *)
Lemma growth m n : 0 < m -> (0 < n)%nat ->
  power (Z.of_nat n + 1) (S n) * power m n <= power (m + 1) (S n) * power (Z.of_nat n) n.
Proof.
  intros M N. set (k := Z.of_nat n). assert (K : 0 < k) by (unfold k; lia).
  pose proof (bernoulli ((m + 1) * k) (m * (k + 1)) n ltac:(nia) ltac:(nia)) as B. fold k in B.
  rewrite !power_times in B. cbn [power].
  pose proof (power_pos m n M) as P1. pose proof (power_pos (k + 1) n ltac:(lia)) as P2.
  pose proof (power_pos (m + 1) n ltac:(lia)) as P3. pose proof (power_pos k n K) as P4.
  set (a := power m n * power (k + 1) n) in *. set (b := power (m + 1) n * power k n) in *.
  assert (A : 0 < a) by (unfold a; nia). assert (Bp : 0 < b) by (unfold b; nia).
  replace (k * ((m + 1) * k) - (k - 1) * (m * (k + 1))) with (m + k * k) in B by ring.
  assert (C : m * (k + 1) * ((k + 1) * a) <= m * (k + 1) * ((m + 1) * b)).
  { apply Z.le_trans with ((m + 1) * (a * (m + k * k))); [|nia].
    replace (m * (k + 1) * ((k + 1) * a)) with (a * (m * (k + 1) * (k + 1))) by ring.
    replace ((m + 1) * (a * (m + k * k))) with (a * ((m + 1) * (m + k * k))) by ring.
    apply Z.mul_le_mono_nonneg_l; [lia|]. pose proof (Z.square_nonneg (m - k)). nia. }
  apply Z.mul_le_mono_pos_l in C; [|nia]. unfold a, b in C. nia.
Qed.

Lemma spread_step a b k : (0 < a)%nat -> (0 < b)%nat ->
  power (Z.of_nat b) a * power (Z.of_nat (a + k)) (a + k) <= power (Z.of_nat a) a * power (Z.of_nat (b + k)) (a + k).
Proof.
  intros A B. induction k as [|k IH]; [rewrite !Nat.add_0_r; lia|].
  rewrite !Nat.add_succ_r. set (n := (a + k)%nat) in *. set (m := (b + k)%nat) in *. rewrite !Nat2Z.inj_succ, <- !Z.add_1_r.
  pose proof (growth (Z.of_nat m) n ltac:(lia) ltac:(lia)) as G.
  pose proof (power_pos (Z.of_nat m) n ltac:(lia)) as P1. pose proof (power_pos (Z.of_nat n) n ltac:(lia)) as P2.
  pose proof (power_pos (Z.of_nat b) a ltac:(lia)) as P3. pose proof (power_pos (Z.of_nat a) a ltac:(lia)) as P4.
  pose proof (power_pos (Z.of_nat n + 1) (S n) ltac:(lia)) as P5. pose proof (power_pos (Z.of_nat m + 1) (S n) ltac:(lia)) as P6.
  set (u := power (Z.of_nat b) a) in *. set (v := power (Z.of_nat a) a) in *.
  set (x := power (Z.of_nat n + 1) (S n)) in *. set (y := power (Z.of_nat m + 1) (S n)) in *.
  set (s := power (Z.of_nat n) n) in *. set (t := power (Z.of_nat m) n) in *.
  apply Z.mul_le_mono_pos_r with (p := s * t); [nia|].
  replace (u * x * (s * t)) with ((u * s) * (x * t)) by ring.
  replace (v * y * (s * t)) with ((v * t) * (y * s)) by ring.
  apply Z.mul_le_mono_nonneg; nia.
Qed.

(** x^x is convex on a logarithmic scale: (a + b)^(a + b) <= 2^(a + b) a^a b^b. *)
Lemma halves a b : power (Z.of_nat (a + b)) (a + b) <= power 2 (a + b) * (power (Z.of_nat a) a * power (Z.of_nat b) b).
Proof.
  assert (E : forall n, 1 <= power 2 n) by (induction n as [|n IH]; cbn [power]; lia).
  assert (Self : forall n, 0 < power (Z.of_nat n) n) by (intros [|n]; [reflexivity | apply power_pos; lia]).
  destruct a as [|a]; [|destruct b as [|b]].
  - change (power (Z.of_nat 0) 0) with 1. rewrite Z.mul_1_l. cbn [Nat.add]. specialize (E b). specialize (Self b).
    set (x := power 2 b) in *. set (y := power (Z.of_nat b) b) in *. nia.
  - change (power (Z.of_nat 0) 0) with 1. rewrite Z.mul_1_r, Nat.add_0_r. specialize (E (S a)). specialize (Self (S a)).
    set (x := power 2 (S a)) in *. set (y := power (Z.of_nat (S a)) (S a)) in *. nia.
  - pose proof (spread_step (S a) (S b) (S b) ltac:(lia) ltac:(lia)) as K. set (A := S a) in *. set (B := S b) in *.
    replace (Z.of_nat (B + B)) with (2 * Z.of_nat B) in K by lia. rewrite power_times, (power_add (Z.of_nat B) A B) in K.
    pose proof (power_pos (Z.of_nat B) A ltac:(unfold B; lia)) as P. apply Z.mul_le_mono_pos_l with (p := power (Z.of_nat B) A); [exact P|].
    eapply Z.le_trans; [exact K|]. apply Z.eq_le_incl. ring.
Qed.

(** * Trees with constant leaves *)

Inductive constant_tree : net -> Prop :=
| constant_leaf rows : Forall (fun f => Forall (fun w => w == 0)%Q (fst f)) rows -> constant_tree (Affine rows)
| constant_gate normal threshold below above :
    constant_tree below -> constant_tree above -> constant_tree (Branch normal threshold below above).

(** The rows with a label, all comparisons, and the product of w^w over the labels, w rows having the label. *)
Fixpoint agrees (x y : vec) : bool :=
  match x, y with
  | [], [] => true
  | a :: x', b :: y' => Qeq_bool a b && agrees x' y'
  | _, _ => false
  end.

Lemma agrees_same x : forall y, same x y -> agrees x y = true.
Proof. intros y H. induction H as [|a b x y E H IH]; simpl; auto. rewrite IH, andb_true_r. apply Qeq_bool_iff, E. Qed.

Definition having (l : vec) (s : data) : nat := length (filter (fun row => agrees (snd row) l) s).
Definition all_comparisons (n : net) (s : data) : nat := fold_right (fun row sum => (comparisons (spent n (fst row)) + sum)%nat) O s.
Definition weights (ls : list vec) (s : data) : Z := fold_right (fun l product => power (Z.of_nat (having l s)) (having l s) * product) 1 ls.

Definition side (w : vec) (t : Q) (b : bool) (s : data) : data := filter (fun row => Bool.eqb (opens w t (fst row)) b) s.

Lemma self_power n : 1 <= power (Z.of_nat n) n.
Proof. destruct n as [|n]; [reflexivity|]. pose proof (power_pos (Z.of_nat (S n)) (S n) ltac:(lia)). lia. Qed.

Lemma weights_one ls s : 1 <= weights ls s.
Proof. induction ls as [|l ls IH]; cbn [weights fold_right]; [lia|]. fold (weights ls s). pose proof (self_power (having l s)). nia. Qed.

Lemma side_length w t s : length s = (length (side w t true s) + length (side w t false s))%nat.
Proof. unfold side. induction s as [|row s IH]; [reflexivity|]. cbn [filter length]. destruct (opens w t (fst row)); cbn [Bool.eqb length]; lia. Qed.

Lemma side_having w t l s : having l s = (having l (side w t true s) + having l (side w t false s))%nat.
Proof.
  unfold having, side. induction s as [|row s IH]; [reflexivity|]. cbn [filter].
  destruct (opens w t (fst row)), (agrees (snd row) l) eqn:E; cbn [Bool.eqb filter]; rewrite ?E; cbn [length]; lia.
Qed.

Lemma side_weights w t ls s : weights ls (side w t true s) * weights ls (side w t false s) <= weights ls s.
Proof.
  induction ls as [|l ls IH]; cbn [weights fold_right]; [lia|].
  fold (weights ls s) (weights ls (side w t true s)) (weights ls (side w t false s)) in *. rewrite (side_having w t l s).
  set (a := having l (side w t true s)). set (b := having l (side w t false s)).
  rewrite power_add. assert (P : power (Z.of_nat a) a * power (Z.of_nat b) b <= power (Z.of_nat (a + b)) a * power (Z.of_nat (a + b)) b).
  { pose proof (power_le (Z.of_nat a) (Z.of_nat (a + b)) a ltac:(lia)). pose proof (power_le (Z.of_nat b) (Z.of_nat (a + b)) b ltac:(lia)).
    pose proof (self_power a). pose proof (self_power b). apply Z.mul_le_mono_nonneg; lia. }
  pose proof (weights_one ls (side w t true s)). pose proof (weights_one ls (side w t false s)).
  pose proof (self_power a). pose proof (self_power b).
  replace (power (Z.of_nat a) a * weights ls (side w t true s) * (power (Z.of_nat b) b * weights ls (side w t false s)))
    with (power (Z.of_nat a) a * power (Z.of_nat b) b * (weights ls (side w t true s) * weights ls (side w t false s))) by ring.
  apply Z.mul_le_mono_nonneg; nia.
Qed.

Lemma side_comparisons w t below above s : all_comparisons (Branch w t below above) s
  = (length s + (all_comparisons above (side w t true s) + all_comparisons below (side w t false s)))%nat.
Proof.
  unfold all_comparisons, side. induction s as [|row s IH]; [reflexivity|]. cbn [fold_right length filter]. rewrite IH.
  cbn [spent]. destruct (opens w t (fst row)); cbn [Bool.eqb fold_right plus gate_cost comparisons]; lia.
Qed.

Lemma having_all l s : (forall row, In row s -> agrees (snd row) l = true) -> having l s = length s.
Proof.
  unfold having. induction s as [|row s IH]; intros H; [reflexivity|]. cbn [filter]. rewrite (H row (or_introl eq_refl)).
  cbn [length]. rewrite IH; auto. intros r I. apply H. right. exact I.
Qed.

Lemma agrees_iff x : forall y, agrees x y = true <-> same x y.
Proof.
  intros y. split; [|apply agrees_same]. revert y. induction x as [|a x IH]; intros [|b y] H; simpl in H; try discriminate; constructor.
  - apply andb_prop in H. apply Qeq_bool_iff, H.
  - apply andb_prop in H. apply IH, H.
Qed.

(** Entropy: with W rows of which w have the label l, W^W <= 2^(all comparisons) (product of w^w). In logarithms: the mean of
    the comparisons is at least the sum of w/W log2(W/w). *)
Theorem entropy : forall n, constant_tree n -> forall ls s, memorizes n s ->
  (forall x y, In (x, y) s -> exists l, In l ls /\ same y l) ->
  power (Z.of_nat (length s)) (length s) <= power 2 (all_comparisons n s) * weights ls s.
Proof.
  induction 1 as [rows Z0 | w t below above Hb IHb Ha IHa]; intros ls s M L.
  - assert (P : 1 <= power 2 (all_comparisons (Affine rows) s)).
    { pose proof (power_pos 2 (all_comparisons (Affine rows) s) ltac:(lia)). lia. }
    destruct s as [|[x y] s].
    { change (power (Z.of_nat (length (@nil (vec * vec)))) (length (@nil (vec * vec)))) with 1. pose proof (weights_one ls []). nia. }
    set (r := (x, y) :: s) in *. destruct (L x y (or_introl eq_refl)) as (l & Il & E).
    assert (A : having l r = length r).
    { apply having_all. intros [u v] I. apply agrees_iff. cbn [snd]. eapply same_trans; [apply same_sym, M, I|].
      eapply same_trans; [apply (leaf_constant rows u x Z0)|]. eapply same_trans; [apply M; left; reflexivity | exact E]. }
    assert (B : power (Z.of_nat (length r)) (length r) <= weights ls r).
    { clear - Il A. induction ls as [|k ls IH]; [destruct Il|]. cbn [weights fold_right]. fold (weights ls r).
      pose proof (self_power (having k r)). pose proof (weights_one ls r). destruct Il as [-> | Il].
      - rewrite A in *. nia.
      - specialize (IH Il). nia. }
    pose proof (self_power (length r)). nia.
  - assert (Side : forall b : bool, memorizes (if b then above else below) (side w t b s) /\
      forall x y : vec, In (x, y) (side w t b s) -> exists l : vec, In l ls /\ same y l).
    { intros b. split; intros x y I; apply filter_In in I; destruct I as [I O]; cbn [fst] in O; apply Bool.eqb_prop in O.
      - specialize (M x y I). cbn [eval] in M. rewrite O in M. destruct b; exact M.
      - apply (L x y I). }
    destruct (Side true) as [Mt Lt]. destruct (Side false) as [Mf Lf].
    specialize (IHa ls _ Mt Lt). specialize (IHb ls _ Mf Lf).
    pose proof (side_weights w t ls s) as W. pose proof (halves (length (side w t true s)) (length (side w t false s))) as H.
    rewrite <- (side_length w t s) in H. rewrite side_comparisons, !power_add.
    set (a := power 2 (all_comparisons above (side w t true s))) in *. set (b := power 2 (all_comparisons below (side w t false s))) in *.
    set (u := weights ls (side w t true s)) in *. set (v := weights ls (side w t false s)) in *.
    set (A := power (Z.of_nat (length (side w t true s))) (length (side w t true s))) in *.
    set (B := power (Z.of_nat (length (side w t false s))) (length (side w t false s))) in *.
    assert (Pa : 0 < a) by (apply power_pos; lia). assert (Pb : 0 < b) by (apply power_pos; lia).
    assert (PA : 0 < A) by (unfold A; pose proof (self_power (length (side w t true s))); lia).
    assert (PB : 0 < B) by (unfold B; pose proof (self_power (length (side w t false s))); lia).
    assert (Pc : 0 < power 2 (length s)) by (apply power_pos; lia).
    eapply Z.le_trans; [exact H|]. rewrite <- Z.mul_assoc. apply Z.mul_le_mono_nonneg_l; [lia|].
    apply Z.le_trans with ((a * u) * (b * v)); [apply Z.mul_le_mono_nonneg; lia|].
    replace (a * u * (b * v)) with (a * b * (u * v)) by ring. apply Z.mul_le_mono_nonneg_l; [nia | exact W].
Qed.
