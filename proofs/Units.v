(** One hidden layer of ReLUs on one input: the least number of its units, from below, for it breaks only where a unit turns
    (docs/explanation/theory, Theorem 33c). *)

From Coq Require Import QArith List Bool Arith Lia Lqa FMapPositive.
From Memocert Require Import Model NormalForm Counting Line Pieces OneLine.
From Memocert Require Shallow Reach.
Import ListNotations.
Open Scope Q_scope.

(** * Slopes that so many kinks leave open *)

Inductive slopes := Any | Only (s : Q) | Least (s : Q) | Most (s : Q).

Definition among (s : Q) (l : slopes) : bool :=
  match l with Any => true | Only t => Qeq_bool s t | Least t => Qle_bool t s | Most t => Qle_bool s t end.

(** Slopes right of a chord of slope s that is not among those before. *)
Definition turned (s : Q) (l : slopes) : slopes :=
  match l with
  | Any => Any
  | Only t => if Qle_bool t s then Least s else Most s
  | Least _ => Most s
  | Most _ => Least s
  end.

Definition chord (p q : sample) : Q := (snd q - snd p) / (fst q - fst p).

(** How many kinks the samples ask for. *)
Fixpoint kinks_needed (l : slopes) (p : sample) (d : list sample) (count : nat) : nat :=
  match d with
  | [] => count
  | q :: d' =>
      let s := chord p q in
      if among s l then kinks_needed (Only s) q d' count else kinks_needed (turned s l) q d' (S count)
  end.

Lemma kinks_count d : forall l p count, kinks_needed l p d count = (count + kinks_needed l p d 0)%nat.
Proof.
  induction d as [|q d IH]; intros l p count; cbn [kinks_needed]; [lia|].
  destruct (among (chord p q) l); [apply IH|]. rewrite IH, (IH _ _ 1%nat). lia.
Qed.

(** A broken line through samples that leaves the first one with slope s and has so many kinks. *)
Inductive polygon : nat -> Q -> sample -> list sample -> Prop :=
| polygon_end m s p : polygon m s p []
| polygon_straight m s t p q d : snd q == snd p + s * (fst q - fst p) -> t == s -> polygon m t q d -> polygon m s p (q :: d)
| polygon_once m s t k p q d : fst p < k -> k <= fst q -> snd q == snd p + s * (k - fst p) + t * (fst q - k) ->
    polygon m t q d -> polygon (S m) s p (q :: d)
| polygon_twice m s t p q d : polygon m t q d -> polygon (S (S m)) s p (q :: d).

Lemma polygon_more m s p d : polygon m s p d -> forall n, (m <= n)%nat -> polygon n s p d.
Proof.
  induction 1 as [m s p | m s t p q d E T P IH | m s t k p q d A B E P IH | m s t p q d P IH]; intros n L.
  - constructor.
  - apply (polygon_straight n s t); auto.
  - destruct n as [|n]; [lia|]. apply (polygon_once n s t k); auto. apply IH. lia.
  - destruct n as [|[|n]]; try lia. apply (polygon_twice n s t). apply IH. lia.
Qed.

Lemma among_same s t l : s == t -> among s l = among t l.
Proof.
  intros E. apply eq_true_iff_eq. destruct l; cbn [among]; rewrite ?Qeq_bool_iff, ?Qle_bool_iff; try tauto; rewrite E; tauto.
Qed.

Lemma turned_itself s l : among s (turned s l) = true.
Proof.
  destruct l as [|t|t|t]; cbn [turned among]; auto; [destruct (Qle_bool t s); cbn [among]| |]; apply Qle_bool_iff, Qle_refl.
Qed.

(** Left of a single kink the slope was among those, the chord is not: right of it the slope is turned. *)
Lemma turned_after s t c l : among s l = true -> among c l = false -> (s < c -> c < t) -> (c < s -> t < c) -> among t (turned c l) = true.
Proof.
  destruct l as [|u|u|u]; cbn [among turned]; intros A B P N; try discriminate.
  - apply Qeq_bool_iff in A. apply Qeq_bool_neq in B. destruct (Qle_bool u c) eqn:E; cbn [among]; apply Qle_bool_iff.
    + apply Qle_bool_iff in E. assert (s < c) by (destruct (Qlt_le_dec s c); auto; exfalso; apply B; lra). lra.
    + assert (c < u) by (destruct (Qlt_le_dec c u) as [|L]; auto; apply Qle_bool_iff in L; congruence). lra.
  - apply Qle_bool_iff in A. assert (c < u) by (destruct (Qlt_le_dec c u) as [|L]; auto; apply Qle_bool_iff in L; congruence).
    cbn [among]. apply Qle_bool_iff. lra.
  - apply Qle_bool_iff in A. assert (u < c) by (destruct (Qlt_le_dec u c) as [|L]; auto; apply Qle_bool_iff in L; congruence).
    cbn [among]. apply Qle_bool_iff. lra.
Qed.

Lemma chord_slope p q s : fst p < fst q -> snd q == snd p + s * (fst q - fst p) -> chord p q == s.
Proof. intros L E. unfold chord. rewrite E. field. lra. Qed.

(** One kink more than it has, at most, if the first slope is not among those that are open. *)
Lemma polygon_kinks m s p d : polygon m s p d -> rising (p :: d) -> forall l,
  (kinks_needed l p d 0 <= if among s l then m else S m)%nat.
Proof.
  induction 1 as [m s p | m s t p q d E T P IH | m s t k p q d A B E P IH | m s t p q d P IH]; intros R l; cbn [kinks_needed]; [destruct (among s l); lia| | |];
    inversion R as [|? ? R' F]; subst; inversion F as [|? ? L _]; subst; specialize (IH R').
  - pose proof (chord_slope p q s L E) as C. rewrite (among_same _ _ l C). destruct (among s l).
    + specialize (IH (Only (chord p q))). replace (among t _) with true in IH; [exact IH|]. symmetry. apply Qeq_bool_iff. rewrite C. exact T.
    + rewrite kinks_count. specialize (IH (turned (chord p q) l)).
      replace (among t _) with true in IH; [lia|]. symmetry. rewrite (among_same t (chord p q)); [apply turned_itself | rewrite C; exact T].
  - destruct (among (chord p q) l) eqn:M.
    + specialize (IH (Only (chord p q))). destruct (among t _), (among s l); lia.
    + rewrite kinks_count. specialize (IH (turned (chord p q) l)). destruct (among s l) eqn:S; [|destruct (among t _); lia].
      assert (C : chord p q * (fst q - fst p) == s * (k - fst p) + t * (fst q - k)).
      { unfold chord. rewrite E. field. lra. }
      assert (D : fst q - fst p == (k - fst p) + (fst q - k)) by ring.
      assert (Ne : ~ s == chord p q) by (intros X; rewrite (among_same _ _ l X) in S; congruence).
      set (c := chord p q) in *. clearbody c.
      assert (K : (c - s) * (k - fst p) == (t - c) * (fst q - k)) by (rewrite D in C; lra).
      assert (Bk : 0 < k - fst p) by lra. assert (Bq : 0 <= fst q - k) by lra.
      replace (among t _) with true in IH; [lia|]. symmetry. apply (turned_after s t c l S M).
      * intros Lt. destruct (Qlt_le_dec c t); auto. exfalso. assert (0 < (c - s) * (k - fst p)) by (apply Qmult_lt_0_compat; lra).
        assert (0 <= (c - t) * (fst q - k)) by (apply Qmult_le_0_compat; lra). lra.
      * intros Lt. destruct (Qlt_le_dec t c); auto. exfalso. assert (0 < (s - c) * (k - fst p)) by (apply Qmult_lt_0_compat; lra).
        assert (0 <= (t - c) * (fst q - k)) by (apply Qmult_le_0_compat; lra). lra.
  - destruct (among (chord p q) l).
    + specialize (IH (Only (chord p q))). destruct (among t _), (among s l); lia.
    + rewrite kinks_count. specialize (IH (turned (chord p q) l)). destruct (among t _), (among s l); lia.
Qed.

(** * A hidden layer is a broken line *)

Definition output (units : list unit_) (bias z : Q) : Q := sum units (fun u => v u * relu (w u * z + c u)) + bias.

(** The slope right of z. *)
Definition steep (units : list unit_) (z : Q) : Q := sum units (fun u => if active z u then v u * w u else 0).
Definition offset (units : list unit_) (bias z : Q) : Q := sum units (fun u => if active z u then v u * c u else 0) + bias.

Definition later (x : Q) (u : unit_) : bool := turns u && negb (Qle_bool (kink u) x).
Definition between (x y : Q) (u : unit_) : bool := later x u && Qle_bool (kink u) y.

Lemma later_kink x u : later x u = true <-> turns u = true /\ x < kink u.
Proof.
  unfold later. rewrite andb_true_iff, negb_true_iff. split; intros [T K]; split; auto.
  - apply Shallow.after, K.
  - destruct (Qle_bool (kink u) x) eqn:E; auto. apply Qle_bool_iff in E. lra.
Qed.

Lemma output_at units bias s z :
  (forall u, In u units -> turns u = true -> kink u <= s -> kink u <= z) ->
  (forall u, In u units -> turns u = true -> s < kink u -> z <= kink u) ->
  output units bias z == steep units s * z + offset units bias s.
Proof.
  intros L R. pose proof (leaf_value units bias s z L R) as H. inversion H as [|? ? ? ? E _]; subst. unfold output. rewrite <- E.
  unfold at_, steep, offset. cbn [fst snd dot]. ring.
Qed.

Lemma filter_parts {A} (f g h : A -> bool) l : (forall a, f a = g a || h a) -> (forall a, g a && h a = false) ->
  length (filter f l) = (length (filter g l) + length (filter h l))%nat.
Proof.
  intros F G. induction l as [|a l IH]; [reflexivity|]. cbn [filter]. rewrite F. specialize (G a). destruct (g a), (h a); cbn [orb andb length] in *; try discriminate; lia.
Qed.

Lemma later_parts x y units : x < y ->
  length (filter (later x) units) = (length (filter (between x y) units) + length (filter (later y) units))%nat.
Proof.
  intros L. apply filter_parts; intros u; unfold between, later; destruct (turns u), (Qle_bool (kink u) x) eqn:A, (Qle_bool (kink u) y) eqn:B; auto.
  apply Qle_bool_iff in A. assert (X : Qle_bool (kink u) y = true) by (apply Qle_bool_iff; lra). congruence.
Qed.

Lemma steep_same units x y : x < y -> filter (between x y) units = [] -> steep units y == steep units x.
Proof.
  intros L N. assert (A : forall u, In u units -> active y u = active x u).
  { intros u I. assert (B : between x y u = false).
    { destruct (between x y u) eqn:E; auto. assert (J : In u (filter (between x y) units)) by (apply filter_In; auto). rewrite N in J. destruct J. }
    unfold between, later, turns in B. unfold active. destruct (Qeq_bool (w u) 0); [reflexivity|]. cbn [negb andb] in B.
    assert (K : Qle_bool (kink u) y = Qle_bool (kink u) x).
    { destruct (Qle_bool (kink u) x) eqn:E; cbn [negb andb] in B; [|exact B]. apply Qle_bool_iff in E. apply Qle_bool_iff. lra. }
    rewrite K. reflexivity. }
  unfold steep. clear N. induction units as [|u units IH]; [reflexivity|]. rewrite !sum_cons, (A u), IH; [reflexivity | | left; reflexivity].
  intros t I. apply A. right. exact I.
Qed.

Lemma walk units bias d : forall p, rising (p :: d) -> Forall (fun q => output units bias (fst q) == snd q) (p :: d) ->
  polygon (length (filter (later (fst p)) units)) (steep units (fst p)) p d.
Proof.
  induction d as [|q d IH]; intros p R F; [constructor|]. inversion R as [|? ? R' G]; subst. inversion G as [|? ? L _]; subst.
  inversion F as [|? ? Fp F']; subst. inversion F' as [|? ? Fq _]; subst. specialize (IH q R' F'). clear F F' R R' G.
  set (x := fst p) in *. set (y := fst q) in *. rewrite (later_parts x y units L).
  assert (Here : forall z, output units bias z == steep units z * z + offset units bias z).
  { intros z. apply output_at; intros; lra. }
  destruct (filter (between x y) units) as [|u [|t l]] eqn:E; cbn [length Nat.add].
  - apply (polygon_straight _ _ (steep units y)); [|apply (steep_same units x y L E) | exact IH]. fold x y.
    assert (O : output units bias y == steep units x * y + offset units bias x).
    { apply output_at; intros u I T K; [lra|]. destruct (Qlt_le_dec y (kink u)); [lra|]. exfalso.
      assert (J : In u (filter (between x y) units)); [|rewrite E in J; destruct J].
      apply filter_In. split; [exact I|]. unfold between. apply andb_true_intro. split; [apply later_kink; auto | apply Qle_bool_iff; auto]. }
    rewrite <- Fp, <- Fq, O, (Here x). ring.
  - assert (B : In u (filter (between x y) units)) by (rewrite E; left; reflexivity). apply filter_In in B. destruct B as [I B].
    unfold between in B. apply andb_prop in B. destruct B as [B By]. apply later_kink in B. destruct B as [T Bx]. apply Qle_bool_iff in By.
    assert (One : forall t, In t units -> turns t = true -> x < kink t -> kink t <= y -> t = u).
    { intros t J Tt K1 K2. assert (J' : In t (filter (between x y) units)).
      { apply filter_In. split; [exact J|]. unfold between. apply andb_true_intro. split; [apply later_kink; auto | apply Qle_bool_iff; auto]. }
      rewrite E in J'. destruct J' as [-> | []]. reflexivity. }
    apply (polygon_once _ _ (steep units y) (kink u)); auto. fold x y.
    assert (O1 : output units bias (kink u) == steep units x * kink u + offset units bias x).
    { apply output_at; intros t J Tt K; [lra|]. destruct (Qlt_le_dec y (kink t)); [lra|]. rewrite (One t J Tt K q0). lra. }
    assert (O2 : output units bias (kink u) == steep units y * kink u + offset units bias y).
    { apply output_at; intros t J Tt K; [|lra]. destruct (Qlt_le_dec x (kink t)); [|lra]. rewrite (One t J Tt q0 K). lra. }
    rewrite <- Fp, <- Fq, (Here x), (Here y). lra.
  - apply (polygon_more (S (S (length (filter (later y) units))))); [|lia]. apply (polygon_twice _ _ (steep units y)). exact IH.
Qed.

(** * Networks of one hidden layer *)

Definition layer (rows : list form) (row : form) : net := Sequence (Affine rows) (Sequence Relu (Affine [row])).

Fixpoint units_of (rows : list form) (weights : vec) : list unit_ :=
  match rows, weights with
  | r :: rows', a :: weights' => Unit (hd 0 (fst r)) (snd r) a :: units_of rows' weights'
  | _, _ => []
  end.

Lemma units_of_length rows : forall weights, (length (units_of rows weights) <= length rows)%nat.
Proof. induction rows as [|r rows IH]; intros [|a weights]; cbn [units_of length]; try lia. specialize (IH weights). lia. Qed.

Lemma layer_output rows row z : same (eval (layer rows row) [z]) [output (units_of rows (fst row)) (snd row) z].
Proof.
  constructor; [|constructor]. unfold at_, output. cbn [fst snd]. apply Qplus_comp; [|reflexivity]. generalize (fst row) as weights.
  induction rows as [|r rows IH]; intros [|a weights]; cbn [units_of map dot]; try reflexivity. rewrite sum_cons. cbn [w c v]. rewrite <- IH.
  rewrite (relu_same _ (hd 0 (fst r) * z + snd r)); [reflexivity | apply at_line].
Qed.

Theorem units_needed : forall p d rows row, rising (p :: d) -> memorizes (layer rows row) (data_of (p :: d)) ->
  (kinks_needed Any p d 0 <= length rows)%nat.
Proof.
  intros p d rows row R M. set (units := units_of rows (fst row)).
  assert (F : Forall (fun q => output units (snd row) (fst q) == snd q) (p :: d)).
  { apply Forall_forall. intros q I. specialize (M [fst q] [snd q] (in_map (fun p => ([fst p], [snd p])) _ _ I)).
    pose proof (same_trans _ _ _ (same_sym _ _ (layer_output rows row (fst q))) M) as S. inversion S; assumption. }
  pose proof (polygon_kinks _ _ _ _ (walk units (snd row) d p R F) R Any) as K. cbn [among] in K.
  pose proof (units_of_length rows (fst row)) as L. fold units in L.
  assert (N : (length (filter (later (fst p)) units) <= length units)%nat).
  { clear. induction units as [|u units IH]; cbn [filter length]; [lia|]. destruct (later _ u); cbn [length]; lia. }
  lia.
Qed.

(** * What is checked *)

Definition check_units (d : data) (order : list positive) (count : nat) : bool :=
  match Shallow.picked (Shallow.numbered d 1 (PositiveMap.empty _)) order with
  | Some rows =>
      forallb Reach.single rows && Reach.climbs (map Reach.sample_of rows) &&
      match map Reach.sample_of rows with p :: rest => (count <=? kinks_needed Any p rest 0)%nat | [] => false end
  | None => false
  end.

Theorem check_units_sound : forall d order count, check_units d order count = true ->
  forall rows row, memorizes (layer rows row) d -> (count <= length rows)%nat.
Proof.
  intros d order count H rows row M. unfold check_units in H. destruct (Shallow.picked _ order) as [found|] eqn:E; [|discriminate].
  rewrite !andb_true_iff in H. destruct H as [[S C] K]. apply Reach.climbs_rising in C.
  destruct (map Reach.sample_of found) as [|p rest] eqn:D; [discriminate|]. apply Nat.leb_le in K.
  assert (N : memorizes (layer rows row) (data_of (p :: rest))).
  { rewrite <- D. apply (Reach.picked_memorized d order found); auto. }
  pose proof (units_needed p rest rows row C N). lia.
Qed.
