(** One hidden layer of ReLUs on one input: the least number of its units, from below, for it breaks only where a unit turns
    (docs/explanation/theory, Theorem 33c). *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm Counting Line Pieces OneLine.
From Memocert Require Shallow.
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

(** One of two parts of a slope stays. *)
Definition shares (a b a' b' : Q) : Prop := a' == a \/ b' == b.

(** A broken line through samples that leaves the first one with slope a + b and has so many kinks. The slope is a sum of what units give that
    look right, a, and left, b: each kink changes only one of them, and without kinks nothing is left of b. *)
Inductive polygon : nat -> Q -> Q -> sample -> list sample -> Prop :=
| polygon_end m a b p : (m = 0%nat -> b == 0) -> polygon m a b p []
| polygon_straight m a b a' b' p q d : snd q == snd p + (a + b) * (fst q - fst p) -> a' == a -> b' == b -> polygon m a' b' q d ->
    polygon m a b p (q :: d)
| polygon_once m a b a' b' k p q d : fst p < k -> k <= fst q -> snd q == snd p + (a + b) * (k - fst p) + (a' + b') * (fst q - k) ->
    shares a b a' b' -> polygon m a' b' q d -> polygon (S m) a b p (q :: d)
| polygon_twice m a b a1 b1 a' b' k k' p q d : fst p < k -> k <= k' -> k' <= fst q ->
    snd q == snd p + (a + b) * (k - fst p) + (a1 + b1) * (k' - k) + (a' + b') * (fst q - k') ->
    shares a b a1 b1 -> shares a1 b1 a' b' -> polygon m a' b' q d -> polygon (S (S m)) a b p (q :: d)
| polygon_thrice m a b a' b' p q d : polygon m a' b' q d -> polygon (S (S (S m))) a b p (q :: d).

Lemma polygon_more m a b p d : polygon m a b p d -> forall n, (m <= n)%nat -> polygon n a b p d.
Proof.
  induction 1; intros n L.
  - constructor. intros ->. apply H. lia.
  - eapply polygon_straight; eauto.
  - destruct n as [|n]; [lia|]. eapply polygon_once; eauto. apply IHpolygon. lia.
  - destruct n as [|[|n]]; try lia. eapply polygon_twice; eauto. apply IHpolygon. lia.
  - destruct n as [|[|[|n]]]; try lia. eapply polygon_thrice. apply IHpolygon. lia.
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

(** With one kink between samples the chord's slope lies between those on its sides. *)
Lemma beyond p q s t k : fst p < k -> k <= fst q -> snd q == snd p + s * (k - fst p) + t * (fst q - k) ->
  (s < chord p q -> chord p q < t) /\ (chord p q < s -> t < chord p q).
Proof.
  intros A B E. assert (C : chord p q * (fst q - fst p) == s * (k - fst p) + t * (fst q - k)) by (unfold chord; rewrite E; field; lra).
  set (c := chord p q) in *. clearbody c. assert (K : (c - s) * (k - fst p) == (t - c) * (fst q - k)) by lra.
  assert (Bk : 0 < k - fst p) by lra. assert (Bq : 0 <= fst q - k) by lra. split; intros Lt.
  - destruct (Qlt_le_dec c t); auto. exfalso. assert (0 < (c - s) * (k - fst p)) by (apply Qmult_lt_0_compat; lra).
    assert (0 <= (c - t) * (fst q - k)) by (apply Qmult_le_0_compat; lra). lra.
  - destruct (Qlt_le_dec t c); auto. exfalso. assert (0 < (s - c) * (k - fst p)) by (apply Qmult_lt_0_compat; lra).
    assert (0 <= (t - c) * (fst q - k)) by (apply Qmult_le_0_compat; lra). lra.
Qed.

(** One kink more than it has, at most, if the first slope is not among those that are open. *)
Lemma polygon_kinks m a b p d : polygon m a b p d -> rising (p :: d) -> forall l,
  (kinks_needed l p d 0 <= if among (a + b) l then m else S m)%nat.
Proof.
  assert (Two : forall a b a' b' m p q d l, (forall l, (kinks_needed l q d 0 <= if among (a' + b') l then m else S m)%nat) ->
    (kinks_needed l p (q :: d) 0 <= if among (a + b) l then S (S m) else S (S (S m)))%nat).
  { intros a0 b0 a' b' n r t e l IH. cbn [kinks_needed]. destruct (among (chord r t) l).
    - specialize (IH (Only (chord r t))). destruct (among (a' + b') _), (among (a0 + b0) l); lia.
    - rewrite kinks_count. specialize (IH (turned (chord r t) l)). destruct (among (a' + b') _), (among (a0 + b0) l); lia. }
  induction 1 as [m a b p E | m a b a' b' p q d E Ea Eb P IH | m a b a' b' k p q d A B E Sh P IH | m a b a1 b1 a' b' k k' p q d A B C E Sh Sh' P IH
    | m a b a' b' p q d P IH]; intros R l; [cbn [kinks_needed]; destruct (among (a + b) l); lia| | | |];
    inversion R as [|? ? R' F]; subst; inversion F as [|? ? L _]; subst; specialize (IH R').
  - cbn [kinks_needed]. pose proof (chord_slope p q (a + b) L E) as C. assert (T : a' + b' == a + b) by lra.
    rewrite (among_same _ _ l C). destruct (among (a + b) l).
    + specialize (IH (Only (chord p q))). replace (among (a' + b') _) with true in IH; [exact IH|]. symmetry. apply Qeq_bool_iff. rewrite C. exact T.
    + rewrite kinks_count. specialize (IH (turned (chord p q) l)).
      replace (among (a' + b') _) with true in IH; [lia|]. symmetry. rewrite (among_same _ (chord p q)); [apply turned_itself | rewrite C; exact T].
  - cbn [kinks_needed]. destruct (among (chord p q) l) eqn:M.
    + specialize (IH (Only (chord p q))). destruct (among (a' + b') _), (among (a + b) l); lia.
    + rewrite kinks_count. specialize (IH (turned (chord p q) l)). destruct (among (a + b) l) eqn:S; [|destruct (among (a' + b') _); lia].
      destruct (beyond _ _ _ _ _ A B E) as [Up Down]; fold (chord p q) in Up, Down.
      replace (among (a' + b') _) with true in IH; [lia|]. symmetry. apply (turned_after (a + b) _ _ l S M); assumption.
  - apply (Two a b a' b'). exact IH.
  - pose proof (Two a b a' b' m p q d l IH). destruct (among (a + b) l); lia.
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

(** Without kinks the slope stays. *)
Lemma output_straight units bias s z : s <= z -> (forall u, In u units -> turns u = true -> s < kink u -> z <= kink u) ->
  output units bias z == output units bias s + steep units s * (z - s).
Proof.
  intros L R. rewrite (output_at units bias s s), (output_at units bias s z); [ring | | exact R | |]; intros; lra.
Qed.

(** What units give to the slope that look right, and left. *)
Definition part (right : bool) (units : list unit_) (z : Q) : Q :=
  sum units (fun u => if active z u && Bool.eqb (Qle_bool 0 (w u)) right then v u * w u else 0).

Lemma parts units z : part true units z + part false units z == steep units z.
Proof.
  unfold part, steep. induction units as [|u units IH]; [reflexivity|]. rewrite !sum_cons, <- IH. destruct (active z u), (Qle_bool 0 (w u)); cbn [andb Bool.eqb]; ring.
Qed.

Lemma part_same right units x y : x < y -> (forall u, In u units -> between x y u = true -> Qle_bool 0 (w u) = negb right) ->
  part right units y == part right units x.
Proof.
  intros L N. unfold part. induction units as [|u units IH]; [reflexivity|]. rewrite !sum_cons, IH; [|intros t I; apply N; right; exact I].
  apply Qplus_comp; [|reflexivity]. specialize (N u (or_introl eq_refl)). unfold between, later, turns, active in *.
  destruct (Qeq_bool (w u) 0); [reflexivity|]. cbn [negb andb] in N.
  destruct (Qle_bool (kink u) x) eqn:X, (Qle_bool (kink u) y) eqn:Y; cbn [negb andb] in *; try reflexivity.
  - apply Qle_bool_iff in X. assert (Z : Qle_bool (kink u) y = true) by (apply Qle_bool_iff; lra). congruence.
  - rewrite (N eq_refl). destruct right; cbn [negb Bool.eqb]; rewrite ?andb_false_r; reflexivity.
Qed.

(** A part stays where only one unit turns. *)
Lemma part_shared units x y u : x < y -> (forall t, In t units -> between x y t = true -> t = u) ->
  shares (part true units x) (part false units x) (part true units y) (part false units y).
Proof.
  intros L One. destruct (Qle_bool 0 (w u)) eqn:W; [right | left]; apply part_same; auto; intros t I B; rewrite (One t I B); exact W.
Qed.

Lemma between_kink x y u : between x y u = true <-> turns u = true /\ x < kink u /\ kink u <= y.
Proof. unfold between. rewrite andb_true_iff, later_kink, Qle_bool_iff. tauto. Qed.

Lemma walk units bias d : forall p, rising (p :: d) -> Forall (fun q => output units bias (fst q) == snd q) (p :: d) ->
  polygon (length (filter (later (fst p)) units)) (part true units (fst p)) (part false units (fst p)) p d.
Proof.
  induction d as [|q d IH]; intros p R F.
  { constructor. intros N. unfold part. assert (A : forall u, In u units -> later (fst p) u = false).
    { intros u I. destruct (later (fst p) u) eqn:E; auto. assert (J : In u (filter (later (fst p)) units)) by (apply filter_In; auto).
      destruct (filter _ units); [destruct J | discriminate]. }
    clear N F. induction units as [|u units IH]; [reflexivity|]. rewrite sum_cons, IH; [|intros t I; apply A; right; exact I].
    specialize (A u (or_introl eq_refl)). unfold later, turns, active in *. destruct (Qeq_bool (w u) 0) eqn:W.
    - apply Qeq_bool_iff in W. match goal with |- context [if ?b then _ else _] => destruct b end; [rewrite W|]; ring.
    - cbn [negb andb] in A. apply negb_false_iff in A. rewrite A. destruct (Qle_bool 0 (w u)); cbn [Bool.eqb negb andb]; ring. }
  inversion R as [|? ? R' G]; subst. inversion G as [|? ? L _]; subst.
  inversion F as [|? ? Fp F']; subst. inversion F' as [|? ? Fq _]; subst. specialize (IH q R' F'). clear F F' R R' G.
  set (x := fst p) in *. set (y := fst q) in *. rewrite (later_parts x y units L).
  assert (Found : forall u, In u units -> between x y u = true -> In u (filter (between x y) units)) by (intros; apply filter_In; auto).
  assert (Two : forall u t, In u units -> between x y u = true -> between x y t = true -> kink u <= kink t ->
    (forall r, In r units -> between x y r = true -> r = u \/ r = t) ->
    polygon (S (S (length (filter (later y) units)))) (part true units x) (part false units x) p (q :: d)).
  { intros u t I Bu Bt K Both. apply between_kink in Bu, Bt.
    assert (Free : forall s z, x <= s -> z <= y -> (forall r, r = u \/ r = t -> s < kink r -> z <= kink r) ->
      forall r, In r units -> turns r = true -> s < kink r -> z <= kink r).
    { intros s z A B C r J T S. destruct (Qlt_le_dec y (kink r)); [lra|]. apply C; auto. apply Both; auto. apply between_kink. repeat split; auto; lra. }
    assert (O1 : output units bias (kink u) == output units bias x + steep units x * (kink u - x)).
    { apply output_straight; [lra|]. apply Free; try lra. intros r [-> | ->] S; lra. }
    destruct (Qlt_le_dec (kink u) (kink t)) as [K'|K'].
    - apply (polygon_twice _ _ _ (part true units (kink u)) (part false units (kink u)) (part true units y) (part false units y) (kink u) (kink t)); auto; fold x y; try tauto.
      + rewrite !parts. assert (O2 : output units bias (kink t) == output units bias (kink u) + steep units (kink u) * (kink t - kink u)).
        { apply output_straight; [lra|]. apply Free; try lra. intros r [-> | ->] S; lra. }
        assert (O3 : output units bias y == output units bias (kink t) + steep units (kink t) * (y - kink t)).
        { apply output_straight; [lra|]. apply Free; try lra. intros r [-> | ->] S; lra. }
        assert (O4 : output units bias (kink t) == output units bias y + steep units y * (kink t - y)).
        { rewrite (output_at units bias y y), (output_at units bias y (kink t)); [ring | | |intros; lra|intros; lra]; intros r J T S.
          - destruct (Qlt_le_dec x (kink r)); [|lra]. destruct (Both r J) as [-> | ->]; [apply between_kink; repeat split; auto| |]; lra.
          - lra. }
        fold y in Fq. fold x in Fp. lra.
      + apply (part_shared units x (kink u) u); [tauto|]. intros r J B. apply between_kink in B. destruct (Both r J) as [-> | ->]; auto; [apply between_kink; repeat split; try tauto; lra | lra].
      + apply (part_shared units (kink u) y t); [lra|]. intros r J B. apply between_kink in B. destruct (Both r J) as [-> | ->]; auto; [apply between_kink; repeat split; try tauto; lra | lra].
    - apply (polygon_twice _ _ _ (part true units y) (part false units x) (part true units y) (part false units y) (kink u) (kink t)); auto; fold x y; try tauto.
      + assert (O4 : output units bias (kink u) == output units bias y + steep units y * (kink u - y)).
        { rewrite (output_at units bias y y), (output_at units bias y (kink u)); [ring | | |intros; lra|intros; lra]; intros r J T S.
          - destruct (Qlt_le_dec x (kink r)); [|lra]. destruct (Both r J) as [-> | ->]; [apply between_kink; repeat split; auto| |]; lra.
          - lra. }
        assert (Z : kink t == kink u) by lra. rewrite !parts. rewrite Z. fold y in Fq. fold x in Fp. lra.
      + right. reflexivity.
      + left. reflexivity. }
  destruct (filter (between x y) units) as [|u [|t [|r l]]] eqn:E; cbn [length Nat.add].
  - assert (None : forall right, part right units y == part right units x).
    { intros right. apply part_same; auto. intros u I B. destruct (Found u I B). }
    apply (polygon_straight _ _ _ (part true units y) (part false units y)); auto. fold x y. rewrite parts, <- Fp, <- Fq.
    apply output_straight; [lra|]. intros u I T K. destruct (Qlt_le_dec y (kink u)); [lra|]. exfalso. apply (Found u I), between_kink. auto.
  - assert (B : In u (filter (between x y) units)) by (rewrite E; left; reflexivity). apply filter_In in B. destruct B as [I B].
    assert (One : forall t, In t units -> between x y t = true -> t = u) by (intros t J Bt; destruct (Found t J Bt) as [-> | []]; reflexivity).
    apply between_kink in B. destruct B as (T & Bx & By).
    apply (polygon_once _ _ _ (part true units y) (part false units y) (kink u)); auto; [|apply (part_shared units x y u L One)]. fold x y. rewrite !parts.
    assert (O1 : output units bias (kink u) == output units bias x + steep units x * (kink u - x)).
    { apply output_straight; [lra|]. intros t J Tt K. destruct (Qlt_le_dec y (kink t)); [lra|]. rewrite (One t J); [lra|]. apply between_kink. auto. }
    assert (O2 : output units bias (kink u) == output units bias y + steep units y * (kink u - y)).
    { rewrite (output_at units bias y y), (output_at units bias y (kink u)); [ring | | | intros; lra | intros; lra]; intros t J Tt K; [|lra].
      destruct (Qlt_le_dec x (kink t)); [|lra]. rewrite (One t J); [lra|]. apply between_kink. auto. }
    lra.
  - assert (Is : forall r, r = u \/ r = t -> In r units /\ between x y r = true).
    { intros r H. apply filter_In. rewrite E. destruct H as [-> | ->]; cbn [In]; auto. }
    assert (Both : forall r, In r units -> between x y r = true -> r = u \/ r = t).
    { intros r J B. destruct (Found r J B) as [-> | [-> | []]]; auto. }
    destruct (Is u (or_introl eq_refl)) as [Iu Bu], (Is t (or_intror eq_refl)) as [It Bt].
    destruct (Qlt_le_dec (kink t) (kink u)); [apply (Two t u) | apply (Two u t)]; auto; [lra|]. intros r J B. destruct (Both r J B); auto.
  - apply (polygon_more (S (S (S (length (filter (later y) units)))))); [|lia]. apply (polygon_thrice _ _ _ _ _ _ _ _ IH).
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

Lemma layer_outputs rows row p d : memorizes (layer rows row) (data_of (p :: d)) ->
  Forall (fun q => output (units_of rows (fst row)) (snd row) (fst q) == snd q) (p :: d).
Proof.
  intros M. apply Forall_forall. intros q I. specialize (M [fst q] [snd q] (in_map (fun p => ([fst p], [snd p])) _ _ I)).
  pose proof (same_trans _ _ _ (same_sym _ _ (layer_output rows row (fst q))) M) as S. inversion S; assumption.
Qed.

Lemma filter_most {A} (f : A -> bool) l : (length (filter f l) <= length l)%nat.
Proof. induction l as [|a l IH]; cbn [filter length]; [lia|]. destruct (f a); cbn [length]; lia. Qed.

Lemma filter_all {A} (f : A -> bool) l : (length l <= length (filter f l))%nat -> forall a, In a l -> f a = true.
Proof.
  induction l as [|b l IH]; intros L a I; [destruct I|]. cbn [filter length] in L. destruct I as [<- | I]; pose proof (filter_most f l); destruct (f b) eqn:E; cbn [length] in L; auto; try lia.
  apply IH; [lia | exact I].
Qed.

Theorem units_needed : forall p d rows row, rising (p :: d) -> memorizes (layer rows row) (data_of (p :: d)) ->
  (kinks_needed Any p d 0 <= length rows)%nat.
Proof.
  intros p d rows row R M. pose proof (walk _ (snd row) d p R (layer_outputs rows row p d M)) as W.
  pose proof (polygon_kinks _ _ _ _ _ W R Any) as K. cbn [among] in K. pose proof (units_of_length rows (fst row)).
  pose proof (filter_most (later (fst p)) (units_of rows (fst row))). lia.
Qed.
