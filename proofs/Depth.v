(** Certificates that trees of tests of single coordinates with constant leaves need a depth (docs/reference/format.md), checked
    by computation; and their soundness. *)

From Coq Require Import ZArith QArith List Bool Arith Lia Lqa FMapPositive.
From Memocert Require Import Model NormalForm Numerals.
Import ListNotations.
Open Scope Q_scope.

(** * The trees that are spoken of *)

Inductive axis_tree : net -> Prop :=
| axis_leaf rows : Forall (fun f => Forall (fun w => w == 0) (fst f)) rows -> axis_tree (Affine rows)
| axis_gate j normal threshold below above :
    (forall x, dot normal x == nth j x 0) -> axis_tree below -> axis_tree above ->
    axis_tree (Branch normal threshold below above).

(** No such tree memorizes these points with at most c gates on the way of each. *)
Definition too_shallow (s : data) (c : nat) : Prop :=
  forall n, axis_tree n -> memorizes n s -> ~ (forall x y, In (x, y) s -> (comparisons (spent n x) <= c)%nat).

Lemma leaf_free rows x : comparisons (spent (Affine rows) x) = 0%nat.
Proof. simpl. apply row_costs_compare. Qed.

Lemma zeros_dot w x : Forall (fun a => a == 0) w -> dot w x == 0.
Proof.
  intros H. revert x. induction H as [|a w A H IH]; intros [|q x]; simpl; try reflexivity. rewrite A, IH. ring.
Qed.

Lemma leaf_constant rows x y : Forall (fun f => Forall (fun w => w == 0) (fst f)) rows ->
  same (eval (Affine rows) x) (eval (Affine rows) y).
Proof.
  intros H. simpl. induction H as [|f rows F H IH]; simpl; constructor; auto.
  unfold at_. rewrite !zeros_dot by assumption. reflexivity.
Qed.

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

Definition differs (x y : vec) : Prop := ~ same x y.

Lemma labels_counted n : axis_tree n -> forall s c, memorizes n s ->
  (forall x y, In (x, y) s -> (comparisons (spent n x) <= c)%nat) ->
  ForallOrdPairs (fun p q => differs (snd p) (snd q)) s -> (length s <= 2 ^ c)%nat.
Proof.
  induction 1 as [rows Z | j normal threshold below above D Hb IHb Ha IHa]; intros s c M C P.
  - destruct s as [|[x y] [|[x' y'] s]]; simpl; try (pose proof (Nat.pow_nonzero 2 c); lia).
    exfalso. inversion P as [|? ? F _]; subst. inversion F as [|? ? N _]; subst. apply N. simpl.
    eapply same_trans; [apply same_sym, M; left; reflexivity|].
    eapply same_trans; [|apply M; right; left; reflexivity]. apply leaf_constant, Z.
  - destruct c as [|c].
    + destruct s as [|[x y] s]; [simpl; lia|]. specialize (C x y (or_introl eq_refl)). simpl in C. lia.
    + assert (K : forall side, (length (filter (fun p => Bool.eqb (opens normal threshold (fst p)) side) s) <= 2 ^ c)%nat).
      { intros side. set (part := filter _ s).
        destruct (one_side normal threshold below above s part c side M) as [M' C'].
        - intros p Hp. apply filter_In in Hp. apply Hp.
        - exact C.
        - intros x y Hp. apply filter_In in Hp. apply Bool.eqb_prop, Hp.
        - assert (P' : ForallOrdPairs (fun p q => differs (snd p) (snd q)) part).
          { clear - P. unfold part. induction P as [|p s F P IH]; simpl; [constructor|].
            destruct (Bool.eqb _ _); auto. constructor; auto. clear - F. induction F as [|q s Q F IH]; simpl; [constructor|].
            destruct (Bool.eqb _ _); auto. }
          destruct side; [apply IHa | apply IHb]; assumption. }
      assert (L : length s = (length (filter (fun p => Bool.eqb (opens normal threshold (fst p)) true) s)
                              + length (filter (fun p => Bool.eqb (opens normal threshold (fst p)) false) s))%nat).
      { clear. induction s as [|p s IH]; [reflexivity|]. simpl. destruct (opens normal threshold (fst p)); simpl; lia. }
      pose proof (K true). pose proof (K false). simpl. lia.
Qed.

(** * Boxes *)

(** The least and the greatest coordinates of a set of points, and a depth that is not enough for it. *)
Record box := Box { low : vec; high : vec; enough : nat }.

(** a <= b, fast where the denominators are the same. *)
Definition at_most (a b : Q) : bool :=
  if Pos.eqb (Qden a) (Qden b) then (Qnum a <=? Qnum b)%Z else Qle_bool a b.

Lemma at_most_le a b : at_most a b = Qle_bool a b.
Proof.
  unfold at_most. destruct (Pos.eqb_spec (Qden a) (Qden b)) as [E|]; [|reflexivity]. apply eq_true_iff_eq.
  rewrite Qle_bool_iff, Z.leb_le. unfold Qle. rewrite E. apply Z.mul_le_mono_pos_r. reflexivity.
Qed.

Definition least (a b : Q) : Q := if at_most a b then a else b.
Definition greatest (a b : Q) : Q := if at_most a b then b else a.

Fixpoint joined (f : Q -> Q -> Q) (a b : vec) : vec :=
  match a, b with
  | x :: a', y :: b' => f x y :: joined f a' b'
  | _, _ => []
  end.

Definition union (a b : box) : box :=
  Box (joined least (low a) (low b)) (joined greatest (high a) (high b)) (Nat.min (enough a) (enough b)).

Definition unions (b : box) (bs : list box) : box := fold_left union bs b.

Definition contains (p : nat) (b : box) (x : vec) : Prop :=
  forall j, (j < p)%nat -> nth j (low b) 0 <= nth j x 0 /\ nth j x 0 <= nth j (high b) 0.

(** What a step shows. *)
Definition shows (d : data) (p : nat) (b : box) (s : data) : Prop :=
  incl s d /\ length (low b) = p /\ length (high b) = p /\ (forall x y, In (x, y) s -> contains p b x) /\
  too_shallow s (enough b).

Lemma least_le a b : least a b <= a /\ least a b <= b.
Proof.
  unfold least. rewrite at_most_le. destruct (Qle_bool a b) eqn:E; [apply Qle_bool_iff in E; split; auto; apply Qle_refl|].
  assert (~ a <= b) by (rewrite <- Qle_bool_iff; congruence). split; lra.
Qed.

Lemma greatest_le a b : a <= greatest a b /\ b <= greatest a b.
Proof.
  unfold greatest. rewrite at_most_le. destruct (Qle_bool a b) eqn:E; [apply Qle_bool_iff in E; split; auto; apply Qle_refl|].
  assert (~ a <= b) by (rewrite <- Qle_bool_iff; congruence). split; lra.
Qed.

Lemma joined_nth f a : forall b j, length a = length b -> (j < length a)%nat ->
  nth j (joined f a b) 0 = f (nth j a 0) (nth j b 0).
Proof.
  induction a as [|x a IH]; intros [|y b] j L J; simpl in *; try lia. destruct j as [|j]; auto. apply IH; lia.
Qed.

Lemma joined_length f a : forall b, length a = length b -> length (joined f a b) = length a.
Proof. induction a as [|x a IH]; intros [|y b] L; simpl in *; try lia. rewrite IH; lia. Qed.

Lemma shallower s c b : too_shallow s c -> (b <= c)%nat -> too_shallow s b.
Proof. intros H L n A M C. apply (H n A M). intros x y I. specialize (C x y I). lia. Qed.

Lemma more_points s t c : too_shallow s c -> incl s t -> too_shallow t c.
Proof.
  intros H I n A M C. apply (H n A).
  - intros x y J. apply M, I, J.
  - intros x y J. apply (C x y), I, J.
Qed.

Lemma contains_union p a b x : length (low a) = p -> length (low b) = p -> length (high a) = p -> length (high b) = p ->
  contains p a x \/ contains p b x -> contains p (union a b) x.
Proof.
  intros A1 B1 A2 B2 H j J. unfold union; cbn [low high]. rewrite !joined_nth by congruence || lia.
  pose proof (least_le (nth j (low a) 0) (nth j (low b) 0)). pose proof (greatest_le (nth j (high a) 0) (nth j (high b) 0)).
  destruct H as [H | H]; specialize (H j J); lra.
Qed.

Lemma union_shows d p a b s t : shows d p a s -> shows d p b t -> shows d p (union a b) (s ++ t).
Proof.
  intros (I1 & A1 & A2 & C1 & R1) (I2 & B1 & B2 & C2 & R2). unfold shows.
  assert (L1 : length (low (union a b)) = p) by (cbn [union low]; rewrite joined_length; congruence).
  assert (L2 : length (high (union a b)) = p) by (cbn [union high]; rewrite joined_length; congruence).
  repeat split; auto.
  - apply incl_app; auto.
  - apply (contains_union p a b x); auto. apply in_app_or in H. destruct H as [H | H]; [left | right]; eauto.
  - apply (contains_union p a b x); auto. apply in_app_or in H. destruct H as [H | H]; [left | right]; eauto.
  - cbn [union enough]. apply (more_points s); [|apply incl_appl, incl_refl]. eapply shallower; eauto. lia.
Qed.

(** A set from several: each of its boxes shows that its part needs more. *)
Definition divided (d : data) (p : nat) (bs : list box) (s : data) : Prop :=
  forall b, In b bs -> exists part, incl part s /\ shows d p b part.

Lemma unions_shows d p bs : forall b s, shows d p b s -> Forall (fun b => exists s, shows d p b s) bs ->
  exists t, incl s t /\ shows d p (unions b bs) t /\ divided d p bs t.
Proof.
  induction bs as [|a bs IH]; intros b s H F.
  - exists s. split; [apply incl_refl|]. split; [exact H|]. intros a [].
  - inversion F as [|? ? (u & U) F']; subst. destruct (IH (union b a) (s ++ u) (union_shows _ _ _ _ _ _ H U) F') as (t & I & T & D).
    exists t. split; [eapply incl_tran; [apply incl_appl, incl_refl | exact I]|]. split; [exact T|].
    intros c [<- | C]; [|apply D, C]. exists u. split; auto. eapply incl_tran; [apply incl_appr, incl_refl | exact I].
Qed.

(** * Steps *)

(** Rows, of which the first ones have different labels, in rising order; or steps. *)
Inductive step :=
| Labels (firsts rest : list positive)
| Sides (steps : list positive).

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

Definition point_box (enough : nat) (p : vec * vec) : box := Box (fst p) (fst p) enough.

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

Definition by_labels (d : PositiveMap.t (vec * vec)) (firsts rest : list positive) : option box :=
  match picked d firsts, picked d rest with
  | Some (a :: b :: firsts), Some rest =>
      let c := less_than (S (S (length firsts))) in
      if rising (a :: b :: firsts) then Some (unions (point_box c a) (map (point_box c) (b :: firsts ++ rest))) else None
  | _, _ => None
  end.

Definition tops (b : box) (bs : list box) : vec := fold_left (fun v b => joined least v (high b)) bs (high b).
Definition bottoms (b : box) (bs : list box) : vec := fold_left (fun v b => joined greatest v (low b)) bs (low b).

Fixpoint all_le (a b : vec) : bool :=
  match a, b with
  | x :: a', y :: b' => at_most x y && all_le a' b'
  | _, _ => true
  end.

Definition by_sides (shown : PositiveMap.t box) (numbers : list positive) : option box :=
  match picked shown numbers with
  | Some (b :: bs) =>
      if all_le (tops b bs) (bottoms b bs) then
        let u := unions b bs in Some (Box (low u) (high u) (S (enough u)))
      else None
  | _ => None
  end.

(** Whether a step, the last one, shows that the depth less one is not enough. *)
Fixpoint reaches (depth : nat) (d : PositiveMap.t (vec * vec)) (steps : list step) (next : positive)
    (shown : PositiveMap.t box) : bool :=
  match steps with
  | [] => false
  | s :: steps' =>
      match match s with Labels firsts rest => by_labels d firsts rest | Sides numbers => by_sides shown numbers end with
      | Some b =>
          if (depth <=? S (enough b))%nat then match steps' with [] => true | _ => false end
          else reaches depth d steps' (Pos.succ next) (PositiveMap.add next b shown)
      | None => false
      end
  end.

Definition check_depth (p : nat) (d : data) (depth : nat) (steps : list step) : bool :=
  forallb (fun row => (length (fst row) =? p)%nat) d &&
  reaches depth (numbered d 1 (PositiveMap.empty _)) steps 1 (PositiveMap.empty _).

(** Steps as integers: 1, how many labels there are, and rows, or 2 and steps. *)
Definition step_of (l : list Z) : step :=
  match l with
  | 1%Z :: labels :: rows =>
      Labels (map Z.to_pos (firstn (Z.to_nat labels) rows)) (map Z.to_pos (skipn (Z.to_nat labels) rows))
  | 2%Z :: steps => Sides (map Z.to_pos steps)
  | _ => Sides []
  end.

Definition steps_of (numerals : list Number.uint) : list step := map step_of (lists numerals).

(** * Soundness *)

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

(** The box of points around a set, with any claim about how much is enough for the whole set. *)
Lemma points_box d p c rest : forall a s, incl s d -> length (low a) = p -> length (high a) = p -> enough a = c ->
  (forall x y, In (x, y) s -> contains p a x) -> incl rest d -> Forall (fun q : vec * vec => length (fst q) = p) rest ->
  let u := unions a (map (point_box c) rest) in
  length (low u) = p /\ length (high u) = p /\ enough u = c /\ forall x y, In (x, y) (s ++ rest) -> contains p u x.
Proof.
  induction rest as [|q rest IH]; intros a s I L1 L2 E C R F; cbn zeta.
  - simpl. rewrite app_nil_r. auto.
  - pose proof (Forall_inv F) as Q. pose proof (Forall_inv_tail F) as F'. cbn beta in Q. cbn [map unions fold_left].
    assert (P1 : length (low (point_box c q)) = length (fst q)) by reflexivity.
    assert (P2 : length (high (point_box c q)) = length (fst q)) by reflexivity.
    destruct (IH (union a (point_box c q)) (s ++ [q])) as (A & B & D & G); auto.
    + apply incl_app; auto. intros r [<- | []]. apply R. left. reflexivity.
    + cbn [union low]. rewrite joined_length; congruence.
    + cbn [union high]. rewrite joined_length; congruence.
    + cbn [union enough point_box]. lia.
    + intros z y K. apply contains_union; auto. apply in_app_or in K. destruct K as [K | [K | []]]; [left; eauto|].
      right. subst q. intros j J. simpl. split; apply Qle_refl.
    + intros r K. apply R. right. exact K.
    + split; [exact A|]. split; [exact B|]. split; [exact D|].
      intros z y K. apply (G z y). rewrite <- app_assoc. exact K.
Qed.

Lemma by_labels_shows d m p firsts rest b : Forall (fun q : vec * vec => length (fst q) = p) d ->
  (forall k a, PositiveMap.find k m = Some a -> In a d) -> by_labels m firsts rest = Some b -> exists s, shows d p b s.
Proof.
  intros W N. unfold by_labels. destruct (picked m firsts) as [[|a [|b0 firsts0]]|] eqn:P; try discriminate.
  destruct (picked m rest) as [rest0|] eqn:P2; [|discriminate].
  destruct (rising (a :: b0 :: firsts0)) eqn:A; [|discriminate]. intros H. injection H as <-.
  pose proof (picked_all (fun a => In a d) m firsts N _ P) as P0. pose proof (picked_all (fun a => In a d) m rest N _ P2) as Q0.
  clear P P2. set (c := less_than (S (S (length firsts0)))).
  assert (Wa : length (fst a) = p) by (rewrite Forall_forall in W; apply W, P0; left; reflexivity).
  assert (P' : incl (b0 :: firsts0 ++ rest0) d).
  { intros q [<- | Q]; [apply P0; right; left; reflexivity|]. apply in_app_or in Q. destruct Q as [Q | Q]; [apply P0; right; right; exact Q | apply Q0, Q]. }
  destruct (points_box d p c (b0 :: firsts0 ++ rest0) (point_box c a) [a]) as (L1 & L2 & E & C); auto.
  - intros q [<- | []]. apply P0. left. reflexivity.
  - intros x y [H | []]. subst a. intros j J. simpl. split; apply Qle_refl.
  - apply Forall_forall. intros q Q. rewrite Forall_forall in W. apply W, P', Q.
  - exists (a :: b0 :: firsts0 ++ rest0). split; [intros q [<- | Q]; [apply P0; left; reflexivity | apply P', Q]|].
    split; [exact L1|]. split; [exact L2|]. split; [exact C|].
    change (too_shallow (a :: b0 :: firsts0 ++ rest0) (enough (unions (point_box c a) (map (point_box c) (b0 :: firsts0 ++ rest0))))). rewrite E.
    apply (more_points (a :: b0 :: firsts0)); [|intros q [<- | [<- | Q]]; [left | right; left | right; right; apply in_or_app; left]; auto].
    intros n T M G. pose proof (labels_counted n T _ c M G (rising_pairs _ A)) as K.
    pose proof (less_than_pow (S (S (length firsts0)))). simpl length in K. unfold c in K. lia.
Qed.

(** What is joined by a choice between two is one of all. *)
Lemma joined_attained f (g : box -> vec) bs : (forall x y, f x y = x \/ f x y = y) -> forall v p j, length v = p ->
  Forall (fun b => length (g b) = p) bs -> (j < p)%nat ->
  nth j (fold_left (fun v b => joined f v (g b)) bs v) 0 = nth j v 0 \/
  exists b, In b bs /\ nth j (fold_left (fun v b => joined f v (g b)) bs v) 0 = nth j (g b) 0.
Proof.
  intros C. induction bs as [|b bs IH]; intros v p j L F J; [left; reflexivity|]. inversion F as [|? ? B F']; subst.
  cbn [fold_left]. destruct (IH (joined f v (g b)) (length v) j) as [E | (a & I & E)]; auto.
  - rewrite joined_length; congruence.
  - rewrite E, joined_nth by congruence || lia. destruct (C (nth j v 0) (nth j (g b) 0)) as [-> | ->]; [left; reflexivity|].
    right. exists b. split; [left|]; reflexivity.
  - right. exists a. split; [right; exact I | exact E].
Qed.

Lemma least_one x y : least x y = x \/ least x y = y.
Proof. unfold least. destruct at_most; auto. Qed.

Lemma greatest_one x y : greatest x y = x \/ greatest x y = y.
Proof. unfold greatest. destruct at_most; auto. Qed.

Lemma all_le_nth a : forall b j, all_le a b = true -> length a = length b -> (j < length a)%nat -> nth j a 0 <= nth j b 0.
Proof.
  induction a as [|x a IH]; intros [|y b] j H L J; simpl in *; try lia. apply andb_prop in H. destruct H as [H1 H2].
  destruct j as [|j]; [rewrite at_most_le in H1; apply Qle_bool_iff, H1 | apply IH; auto; lia].
Qed.

Lemma fold_joined_length f (g : box -> vec) bs : forall v p, length v = p -> Forall (fun b => length (g b) = p) bs ->
  length (fold_left (fun v b => joined f v (g b)) bs v) = p.
Proof.
  induction bs as [|b bs IH]; intros v p L F; auto. inversion F; subst. cbn [fold_left]. apply IH; auto.
  rewrite joined_length; congruence.
Qed.

(** Any test of a coordinate leaves a part whole on one side. *)
Lemma sides_soundly d p b bs s : Forall (fun q : vec * vec => length (fst q) = p) d -> incl s d ->
  Forall (fun b => length (low b) = p /\ length (high b) = p) (b :: bs) -> all_le (tops b bs) (bottoms b bs) = true ->
  divided d p (b :: bs) s -> (forall a, In a (b :: bs) -> (enough (unions b bs) <= enough a)%nat) ->
  too_shallow s (S (enough (unions b bs))).
Proof.
  intros W I F A D E n T M C.
  assert (Fl : Forall (fun b => length (low b) = p) (b :: bs)) by (eapply Forall_impl; [|exact F]; intuition).
  assert (Fh : Forall (fun b => length (high b) = p) (b :: bs)) by (eapply Forall_impl; [|exact F]; intuition).
  destruct T as [rows Z | j normal threshold below above N Tb Ta].
  - destruct (D b (or_introl eq_refl)) as (part & P & _ & _ & _ & _ & R).
    apply (R (Affine rows)); [constructor; auto | intros x y H; apply M, P, H|]. intros x y _. rewrite leaf_free. lia.
  - assert (G : forall a side, In a (b :: bs) -> (forall x, contains p a x -> length x = p -> opens normal threshold x = side) -> False).
    { intros a side H O. destruct (D a H) as (part & P & Pd & _ & _ & Pc & R).
      destruct (one_side normal threshold below above s part (enough (unions b bs)) side M P C) as [M' C'].
      - intros x y Hx. apply O; [eapply Pc; eauto|]. rewrite Forall_forall in W. apply (W (x, y)), Pd, Hx.
      - apply (shallower part _ (enough (unions b bs)) R (E a H) (if side then above else below)); auto.
        destruct side; assumption. }
    destruct (lt_dec j p) as [J | J].
    + inversion Fl as [|? ? Lb Fl']; subst. inversion Fh as [|? ? Hb Fh']; subst. clear Fl Fh.
      assert (T1 : exists a, In a (b :: bs) /\ nth j (tops b bs) 0 = nth j (high a) 0).
      { destruct (joined_attained least high bs least_one (high b) (length (low b)) j Hb Fh' J) as [Q | (a & Ia & Q)];
          [exists b | exists a]; split; auto; [left; reflexivity | right; exact Ia]. }
      assert (T2 : exists a, In a (b :: bs) /\ nth j (bottoms b bs) 0 = nth j (low a) 0).
      { destruct (joined_attained greatest low bs greatest_one (low b) (length (low b)) j eq_refl Fl' J) as [Q | (a & Ia & Q)];
          [exists b | exists a]; split; auto; [left; reflexivity | right; exact Ia]. }
      destruct T1 as (l & Il & El), T2 as (r & Ir & Er).
      assert (K : nth j (high l) 0 <= nth j (low r) 0).
      { rewrite <- El, <- Er. apply all_le_nth; auto.
        - unfold tops, bottoms. rewrite (fold_joined_length least high _ _ (length (low b))) by assumption.
          rewrite (fold_joined_length greatest low _ _ (length (low b))); auto.
        - unfold tops. rewrite (fold_joined_length least high _ _ (length (low b))); assumption. }
      destruct (Qlt_le_dec (nth j (high l) 0) threshold) as [Q | Q].
      * apply (G l false Il). intros x Cx _. specialize (Cx j J). unfold opens.
        destruct (Qle_bool threshold (dot normal x)) eqn:O; auto. apply Qle_bool_iff in O. rewrite N in O. lra.
      * apply (G r true Ir). intros x Cx _. specialize (Cx j J). apply Qle_bool_iff. rewrite N. lra.
    + apply (G b (Qle_bool threshold 0) (or_introl eq_refl)). intros x _ L. unfold opens.
      apply Qle_bool_eq; [reflexivity|]. rewrite N, nth_overflow by lia. reflexivity.
Qed.

Lemma unions_enough bs : forall b a, In a (b :: bs) -> (enough (unions b bs) <= enough a)%nat.
Proof.
  induction bs as [|c bs IH]; intros b a I.
  - destruct I as [<- | []]. apply Nat.le_refl.
  - cbn [unions fold_left]. assert (H : forall e, In e (union b c :: bs) -> (enough (unions (union b c) bs) <= enough e)%nat) by (intros; apply IH; auto).
    unfold unions in H. destruct I as [<- | [<- | I]].
    + specialize (H _ (or_introl eq_refl)). cbn [union enough] in H. lia.
    + specialize (H _ (or_introl eq_refl)). cbn [union enough] in H. lia.
    + apply H. right. exact I.
Qed.

Lemma by_sides_shows d p shown numbers b : Forall (fun q : vec * vec => length (fst q) = p) d ->
  (forall k b, PositiveMap.find k shown = Some b -> exists s, shows d p b s) -> by_sides shown numbers = Some b ->
  exists s, shows d p b s.
Proof.
  intros W S. unfold by_sides. destruct (picked shown numbers) as [[|a bs]|] eqn:P; try discriminate.
  destruct (all_le (tops a bs) (bottoms a bs)) eqn:A; [|discriminate]. intros H. injection H as <-.
  pose proof (picked_all _ shown numbers S _ P) as S'. clear S P. rename S' into S.
  destruct (S a (or_introl eq_refl)) as (sa & Sa).
  destruct (unions_shows d p bs a sa Sa) as (t & I & T & D).
  - apply Forall_forall. intros c Ic. apply S. right. exact Ic.
  - exists t. destruct T as (T1 & T2 & T3 & T4 & T5). unfold shows. cbn [low high enough]. repeat split; auto.
    + intros. apply (T4 x y H j H0).
    + intros. apply (T4 x y H j H0).
    + apply (sides_soundly d p); auto.
      * apply Forall_forall. intros c [<- | Ic].
        -- destruct Sa as (_ & L1 & L2 & _). auto.
        -- destruct (S c (or_intror Ic)) as (sc & _ & L1 & L2 & _). auto.
      * intros c [<- | Ic]; [exists sa; auto | apply D, Ic].
      * apply unions_enough.
Qed.

Lemma reaches_sound p d m depth steps : Forall (fun q : vec * vec => length (fst q) = p) d ->
  (forall k a, PositiveMap.find k m = Some a -> In a d) -> forall next shown,
  (forall k b, PositiveMap.find k shown = Some b -> exists s, shows d p b s) ->
  reaches depth m steps next shown = true -> exists b s, shows d p b s /\ (depth <= S (enough b))%nat.
Proof.
  intros W N. induction steps as [|s steps IH]; intros next shown F H; simpl in H; [discriminate|].
  destruct (match s with Labels firsts rest => by_labels m firsts rest | Sides numbers => by_sides shown numbers end) as [b|] eqn:E;
    [|discriminate].
  assert (B : exists s, shows d p b s).
  { destruct s as [firsts rest | numbers]; [eapply by_labels_shows | eapply by_sides_shows]; eauto. }
  destruct (Nat.leb_spec depth (S (enough b))) as [L | _].
  - destruct B as (t & T). exists b, t. split; auto.
  - eapply IH; [|exact H]. intros k a K. destruct (Pos.eq_dec k next) as [-> | Ne].
    + rewrite PositiveMap.gss in K. injection K as <-. exact B.
    + rewrite PositiveMap.gso in K by exact Ne. eapply F, K.
Qed.

Theorem check_depth_sound : forall p d depth steps, check_depth p d depth steps = true ->
  forall n, axis_tree n -> memorizes n d -> exists x y, In (x, y) d /\ (depth <= comparisons (spent n x))%nat.
Proof.
  intros p d depth steps H n T M. unfold check_depth in H. apply andb_prop in H. destruct H as [W H].
  assert (W' : Forall (fun q : vec * vec => length (fst q) = p) d).
  { rewrite forallb_forall in W. apply Forall_forall. intros q Q. apply Nat.eqb_eq, (W q Q). }
  destruct (reaches_sound p d (numbered d 1 (PositiveMap.empty _)) depth steps W') with (next := 1%positive)
    (shown := PositiveMap.empty box) as (b & s & (Is & _ & _ & _ & R) & L); auto.
  { intros k a K. apply numbered_find in K. destruct K as [K | K]; auto. rewrite PositiveMap.gempty in K. discriminate. }
  { intros k a K. rewrite PositiveMap.gempty in K. discriminate. }
  destruct (existsb (fun row => (depth <=? comparisons (spent n (fst row)))%nat) d) eqn:X.
  - apply existsb_exists in X. destruct X as ([x y] & J & K). exists x, y. split; auto. apply Nat.leb_le, K.
  - exfalso. apply (R n T); [intros x y J; apply M, Is, J|]. intros x y J.
    destruct (le_lt_dec (comparisons (spent n x)) (enough b)) as [K | K]; auto. exfalso.
    assert (Y : existsb (fun row => (depth <=? comparisons (spent n (fst row)))%nat) d = true).
    { apply existsb_exists. exists (x, y). split; [apply Is, J|]. apply Nat.leb_le. simpl. lia. }
    congruence.
Qed.
