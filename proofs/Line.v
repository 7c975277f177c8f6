(** Upper bounds on a line: a balanced tree of tests over pieces, with all operations counted. *)

From Coq Require Import QArith List Bool Arith Lia Lqa Sorted Permutation.
From Memocert Require Import Model NormalForm.
Import ListNotations.
Open Scope Q_scope.

(** Pieces from left to right: where each begins, and its affine map. The first one also holds what is left of it. *)
Definition piece : Type := Q * list form.
Definition ascending (l : list piece) : Prop := StronglySorted (fun a b => fst a < fst b) l.

Fixpoint balanced (c : nat) (l : list piece) : tree :=
  match c with
  | O => Leaf (snd (hd (0, []) l))
  | S c' =>
      match skipn (2 ^ c') l with
      | [] => balanced c' l
      | ((start, _) :: _) as right => Test [1] start (balanced c' (firstn (2 ^ c') l)) (balanced c' right)
      end
  end.

(** The piece that holds z: the last one that begins at or left of z; the first one if there is none. *)
Fixpoint holder (first : piece) (rest : list piece) (z : Q) : piece :=
  match rest with
  | [] => first
  | p :: rest' => if Qle_bool (fst p) z then holder p rest' z else first
  end.

Lemma opens_one start z : opens [1] start [z] = Qle_bool start z.
Proof. apply Qle_bool_eq; [reflexivity|]. simpl. ring. Qed.

Lemma holder_app first left p right z : ascending (first :: left ++ p :: right) ->
  holder first (left ++ p :: right) z = if Qle_bool (fst p) z then holder p right z else holder first left z.
Proof.
  revert first. induction left as [|a left IH]; intros first H; simpl.
  - reflexivity.
  - inversion H as [|? ? H1 _]; subst. rewrite IH by exact H1.
    destruct (Qle_bool (fst a) z) eqn:E; auto.
    destruct (Qle_bool (fst p) z) eqn:F; auto.
    exfalso. inversion H1 as [|? ? _ H2]; subst. rewrite Forall_forall in H2.
    specialize (H2 p (in_elt p left right)). apply Qle_bool_iff in F.
    assert (G : Qle_bool (fst a) z = true) by (apply Qle_bool_iff; lra). congruence.
Qed.

Lemma ascending_app l r : ascending (l ++ r) -> ascending l /\ ascending r.
Proof.
  induction l as [|a l IH]; simpl; intros H; [split; [constructor | exact H]|].
  inversion H as [|? ? H1 H2]; subst. destruct (IH H1) as [A B]. split; auto. constructor; auto.
  rewrite Forall_app in H2. apply H2.
Qed.

Lemma balanced_value c : forall first rest z, (length (first :: rest) <= 2 ^ c)%nat -> ascending (first :: rest) ->
  value (balanced c (first :: rest)) [z] = values (snd (holder first rest z)) [z].
Proof.
  induction c as [|c IH]; intros first rest z L A.
  - destruct rest; simpl in L; [|lia]. reflexivity.
  - cbn [balanced]. destruct (skipn (2 ^ c) (first :: rest)) as [|[start rows] right] eqn:E.
    + apply IH; auto. apply (f_equal (@length piece)) in E. rewrite skipn_length in E. cbn [length] in *. lia.
    + pose proof (firstn_skipn (2 ^ c) (first :: rest)) as F. rewrite E in F.
      pose proof (Nat.pow_nonzero 2 c) as NZ.
      destruct (firstn (2 ^ c) (first :: rest)) as [|first' left] eqn:G.
      { apply (f_equal (@length piece)) in G. rewrite firstn_length in G. cbn [length] in G. lia. }
      cbn [app] in F. injection F as <- <-.
      destruct (ascending_app (first' :: left) ((start, rows) :: right) A) as [A1 A2].
      rewrite (holder_app first' left (start, rows) right z A). cbn [value fst]. rewrite opens_one.
      destruct (Qle_bool start z).
      * apply IH; [|exact A2]. apply (f_equal (@length piece)) in E. rewrite skipn_length in E.
        rewrite <- E. rewrite Nat.pow_succ_r' in L. lia.
      * apply IH; [|exact A1]. rewrite <- G. rewrite firstn_length. lia.
Qed.

Lemma balanced_depth c : forall l, (depth (balanced c l) <= c)%nat.
Proof.
  induction c as [|c IH]; intros l; cbn [balanced depth]; auto.
  destruct (skipn (2 ^ c) l) as [|[start rows] right]; [specialize (IH l); lia|].
  cbn [depth]. apply le_n_S, Nat.max_lub; apply IH.
Qed.

(** * Operations of trees on a line: one for each test, and those of the leaf *)

Definition affine_cost (rows : list form) : operations := fold_right (fun row sum => plus (row_cost row) sum) none rows.

Fixpoint plain (b : nat) (t : tree) : Prop :=
  match t with
  | Leaf rows => (total (affine_cost rows) <= b)%nat
  | Test w _ below above => w = [1] /\ plain b below /\ plain b above
  end.

Lemma total_plus a b : total (plus a b) = (total a + total b)%nat.
Proof. unfold total, plus. simpl. lia. Qed.

Lemma plain_cost b t x : plain b t -> (total (spent (network t) x) <= depth t + b)%nat.
Proof.
  induction t as [rows | w q below IHb above IHa]; cbn [plain network spent depth].
  - unfold affine_cost. lia.
  - intros (-> & P1 & P2). specialize (IHb P1). specialize (IHa P2). rewrite total_plus.
    change (total (gate_cost [1])) with 1%nat. destruct opens; lia.
Qed.

Lemma balanced_plain b c : forall l : list piece, Forall (fun p : piece => (total (affine_cost (snd p)) <= b)%nat) l -> plain b (balanced c l).
Proof.
  induction c as [|c IH]; intros l H; cbn [balanced].
  - destruct H as [|p l Hp]; simpl; [unfold total, affine_cost; simpl; lia | exact Hp].
  - destruct (skipn (2 ^ c) l) as [|[start rows] right] eqn:E; [auto|].
    rewrite <- (firstn_skipn (2 ^ c) l), E, Forall_app in H. destruct H as [H1 H2].
    cbn [plain]. split; [reflexivity|]. split; [apply IH, H1 | apply IH, H2].
Qed.

(** * Widths *)

(** The rows of a piece give b numbers from one. *)
Definition fitting (b : nat) (q : piece) : Prop := length (snd q) = b /\ Forall (fun row : form => (length (fst row) <= 1)%nat) (snd q).

Lemma balanced_takes b c : (1 <= b)%nat -> forall l : list piece, l <> [] -> Forall (fitting b) l -> takes 1 (network (balanced c l)) b.
Proof.
  intros B. induction c as [|c IH]; intros l N F; cbn [balanced].
  - destruct F as [|q l [L W] _]; [contradiction|]. cbn [hd network]. rewrite <- L. constructor; [lia| |exact W].
    intros E. rewrite E in L. simpl in L. lia.
  - destruct (skipn (2 ^ c) l) as [|[start rows] right] eqn:E; [apply IH; assumption|].
    pose proof (firstn_skipn (2 ^ c) l) as S. rewrite E in S. rewrite <- S, Forall_app in F. destruct F as [F1 F2].
    cbn [network]. constructor; [simpl; lia| |apply IH; [discriminate | exact F2]].
    apply IH; [|exact F1]. pose proof (Nat.pow_nonzero 2 c). destruct l as [|q l]; [contradiction|].
    destruct (2 ^ c)%nat; [lia | discriminate].
Qed.

(** * Constant leaves *)

Definition labelled : Type := Q * vec.
Definition increasing (d : list labelled) : Prop := StronglySorted (fun a b => fst a < fst b) d.
Definition to_data (d : list labelled) : data := map (fun p => ([fst p], snd p)) d.

Definition constants (p : labelled) : piece := (fst p, map constant (snd p)).

Lemma constants_cost y : total (affine_cost (map constant y)) = 0%nat.
Proof.
  induction y as [|a y IH]; auto. unfold affine_cost in *. cbn [map fold_right]. rewrite total_plus, IH.
  unfold row_cost, constant, total, count, negation; simpl. destruct Qeq_bool; reflexivity.
Qed.

Lemma constants_fitting b p : length (snd p) = b -> fitting b (constants p).
Proof.
  intros L. split; cbn [constants snd]; [rewrite map_length; exact L|]. rewrite Forall_map. apply Forall_forall. intros a _. simpl. lia.
Qed.

Lemma constants_value y z : same (values (map constant y) z) y.
Proof. induction y; simpl; constructor; auto. apply constant_at. Qed.

Lemma map_ascending d : increasing d -> ascending (map constants d).
Proof.
  induction 1 as [|p d H IH F]; simpl; constructor; auto.
  rewrite Forall_map. eapply Forall_impl; [|exact F]. intros a Ha. exact Ha.
Qed.

Lemma holder_start p rest : ascending (p :: rest) -> holder p rest (fst p) = p.
Proof.
  destruct rest as [|q rest]; intros H; simpl; auto. inversion H as [|? ? _ F]; subst. inversion F; subst.
  destruct (Qle_bool (fst q) (fst p)) eqn:E; auto. apply Qle_bool_iff in E. lra.
Qed.

Lemma holder_member first rest p : ascending (first :: rest) -> In p (first :: rest) -> holder first rest (fst p) = p.
Proof.
  intros A I. apply in_split in I. destruct I as (left & right & E). destruct left as [|f left].
  - simpl in E. injection E as -> ->. apply holder_start, A.
  - simpl in E. injection E as -> ->. rewrite holder_app by exact A.
    assert (Q : Qle_bool (fst p) (fst p) = true) by (apply Qle_bool_iff; lra). rewrite Q.
    apply holder_start. apply (ascending_app (f :: left)) in A. apply A.
Qed.

Lemma log2_up_enough n : (n <= 2 ^ Nat.log2_up n)%nat.
Proof. destruct n as [|n]; [apply Nat.le_0_l|]. destruct n as [|n]; [simpl; lia|]. apply Nat.log2_up_spec. lia. Qed.

(** Distinct points on a line in increasing order: a network with at most log2_up n comparisons on every input, and no
    other operation. *)
Theorem search_tree_constant : forall d b, increasing d -> d <> [] -> (1 <= b)%nat -> (forall p, In p d -> length (snd p) = b) ->
  exists n, takes 1 n b /\ memorizes n (to_data d) /\ forall x, (total (spent n x) <= Nat.log2_up (length d))%nat.
Proof.
  intros d b I N B W. destruct d as [|p d]; [contradiction|].
  set (c := Nat.log2_up (length (p :: d))).
  exists (network (balanced c (map constants (p :: d)))). split; [|split].
  - apply balanced_takes; [exact B | discriminate|]. rewrite Forall_map. apply Forall_forall. intros q Q. apply constants_fitting, W, Q.
  - intros x y H. unfold to_data in H. apply in_map_iff in H. destruct H as (q & E & J). injection E as <- <-.
    pose proof (map_ascending _ I) as A. cbn [map] in *.
    rewrite network_value, balanced_value; auto.
    + assert (K : holder (constants p) (map constants d) (fst q) = constants q).
      { apply (holder_member (constants p) (map constants d) (constants q)); auto.
        change (constants p :: map constants d) with (map constants (p :: d)). apply in_map, J. }
      rewrite K. apply constants_value.
    + cbn [length]. rewrite map_length. apply log2_up_enough.
  - intros x. pose proof (balanced_depth c (map constants (p :: d))) as D. fold c.
    eapply Nat.le_trans; [apply (plain_cost 0)|].
    + apply balanced_plain. rewrite Forall_map. apply Forall_forall. intros q _. simpl. rewrite constants_cost. lia.
    + rewrite Nat.add_0_r. exact D.
Qed.

(** * Affine leaves: one for two neighbours *)

Definition through (a b : labelled) (ya yb : Q) : form :=
  let slope := (yb - ya) / (fst b - fst a) in ([slope], ya - slope * fst a).

Fixpoint lines (a b : labelled) (ya yb : vec) : list form :=
  match ya, yb with
  | u :: ya', v :: yb' => through a b u v :: lines a b ya' yb'
  | _, _ => []
  end.

Fixpoint pairs (d : list labelled) : list piece :=
  match d with
  | a :: b :: d' => (fst a, lines a b (snd a) (snd b)) :: pairs d'
  | [a] => [constants a]
  | [] => []
  end.

Lemma lines_value a b ya yb z : length ya = length yb -> fst a < fst b ->
  (z == fst a -> same (values (lines a b ya yb) [z]) ya) /\ (z == fst b -> same (values (lines a b ya yb) [z]) yb).
Proof.
  intros L H. revert yb L. induction ya as [|u ya IH]; intros [|v yb] L; simpl in L; try lia.
  - split; constructor.
  - destruct (IH yb) as [IH1 IH2]; [lia|].
    split; intros E; simpl; constructor.
    + unfold at_, through; simpl. rewrite E. field. lra.
    + apply IH1, E.
    + unfold at_, through; simpl. rewrite E. field. lra.
    + apply IH2, E.
Qed.

Lemma lines_cost a b ya yb : (total (affine_cost (lines a b ya yb)) <= 2 * length ya)%nat.
Proof.
  revert yb. induction ya as [|u ya IH]; intros [|v yb]; simpl; try (unfold total; simpl; lia).
  unfold affine_cost in *. cbn [fold_right]. rewrite total_plus. specialize (IH yb).
  assert (R : (total (row_cost (through a b u v)) <= 2)%nat).
  { unfold row_cost, through, total, negation, count; cbn [fst snd filter forallb]. unfold multiplied, count.
    generalize ((v - u) / (fst b - fst a)) as slope. intros slope.
    generalize (u - slope * fst a) as offset. intros offset.
    destruct (stored slope), (Qeq_bool slope 1), (Qeq_bool slope (-1)), (Qeq_bool offset 0); simpl; lia. }
  lia.
Qed.

Lemma lines_fitting b p q : length (snd p) = b -> length (snd q) = b -> fitting b (fst p, lines p q (snd p) (snd q)).
Proof.
  unfold fitting. cbn [snd]. generalize (snd p) as ya, (snd q) as yb. intros ya. revert b.
  induction ya as [|u ya IH]; intros b [|v yb] L M; simpl in *; try (subst; discriminate).
  - split; [exact L | constructor].
  - destruct b as [|b]; [discriminate|]. destruct (IH b yb) as [IL IW]; [lia | lia|]. split; [rewrite IL; reflexivity|].
    constructor; [simpl; lia | exact IW].
Qed.

Lemma pairs_fitting n b : forall d, (length d <= n)%nat -> (forall p, In p d -> length (snd p) = b) -> Forall (fitting b) (pairs d).
Proof.
  induction n as [|n IH]; intros [|p [|q d]] L W; simpl in L; try lia; cbn [pairs]; auto.
  - constructor; auto. apply constants_fitting, W. left. reflexivity.
  - constructor.
    + apply lines_fitting; apply W; [left | right; left]; reflexivity.
    + apply IH; [lia|]. intros r Hr. apply W. right; right; auto.
Qed.

Lemma pairs_length d : length (pairs d) = ((length d + 1) / 2)%nat.
Proof.
  assert (H : forall n d, (length d <= n)%nat -> length (pairs d) = ((length d + 1) / 2)%nat).
  { induction n as [|n IH]; intros [|a [|b e]] L; simpl in L; try lia; try reflexivity.
    cbn [pairs length]. rewrite IH by lia.
    replace (S (S (length e)) + 1)%nat with ((length e + 1) + 1 * 2)%nat by lia. rewrite Nat.div_add by lia. lia. }
  apply (H (length d)). lia.
Qed.

Lemma increasing_tail a d : increasing (a :: d) -> increasing d.
Proof. inversion 1; auto. Qed.

Lemma pairs_starts n : forall d (P : Q -> Prop), (length d <= n)%nat -> Forall (fun p => P (fst p)) d ->
  Forall (fun p : piece => P (fst p)) (pairs d).
Proof.
  induction n as [|n IH]; intros [|a [|b d]] P L F; simpl in L; try lia; cbn [pairs]; auto.
  - inversion F; subst. constructor; auto.
  - inversion F as [|? ? F1 F2]; subst. inversion F2 as [|? ? F3 F4]; subst. constructor; auto. apply IH; auto; lia.
Qed.

Lemma pairs_ascending n : forall d, (length d <= n)%nat -> increasing d -> ascending (pairs d).
Proof.
  induction n as [|n IH]; intros [|a [|b d]] L I; simpl in L; try lia; cbn [pairs]; try constructor; try constructor.
  - apply IH; [lia|]. apply (increasing_tail b), (increasing_tail a), I.
  - apply (pairs_starts (length d) d (fun z => fst a < z)); auto.
    inversion I as [|? ? _ F]; subst. inversion F; auto.
Qed.

Lemma pairs_holder n : forall first rest d z y, (length d <= n)%nat -> increasing d -> pairs d = first :: rest ->
  (forall p q, In p d -> In q d -> length (snd p) = length (snd q)) ->
  In (z, y) d -> same (values (snd (holder first rest z)) [z]) y.
Proof.
  induction n as [|n IH]; intros first rest [|a [|b d]] z y L I E W J; simpl in L; try lia; cbn [pairs] in E; try discriminate.
  - injection E as <- <-. destruct J as [-> | []]. simpl. apply constants_value.
  - injection E as <- <-.
    assert (I2 : increasing d) by (apply (increasing_tail b), (increasing_tail a), I).
    assert (Hab : fst a < fst b) by (inversion I as [|? ? _ F]; subst; inversion F; auto).
    assert (Hd : forall q, In q d -> fst b < fst q).
    { intros q Hq. apply increasing_tail in I. inversion I as [|? ? _ F]; subst. rewrite Forall_forall in F. auto. }
    destruct (lines_value a b (snd a) (snd b) z (W a b (or_introl eq_refl) (or_intror (or_introl eq_refl))) Hab) as [Va Vb].
    destruct (pairs d) as [|first' rest'] eqn:P.
    + cbn [holder snd]. destruct J as [-> | [-> | J]].
      * apply Va. reflexivity.
      * apply Vb. reflexivity.
      * exfalso. pose proof (pairs_length d) as K. rewrite P in K. cbn [length] in K.
        destruct d as [|c d]; [destruct J|]. cbn [length] in K.
        assert (G : (0 < (S (length d) + 1) / 2)%nat) by (apply Nat.div_str_pos; lia). lia.
    + assert (Q : forall q, In q d -> fst b < fst first').
      { intros _ _. pose proof (pairs_starts (length d) d (fun z => fst b < z)) as K.
        rewrite P in K. assert (M : Forall (fun p : piece => fst b < fst p) (first' :: rest')).
        { apply K; auto. apply Forall_forall. auto. } inversion M; auto. }
      assert (D : d <> []) by (intros ->; discriminate).
      assert (B : fst b < fst first') by (destruct d as [|q d]; [contradiction | apply (Q q); left; reflexivity]).
      cbn [holder]. destruct (Qle_bool (fst first') z) eqn:F.
      * apply Qle_bool_iff in F. apply (IH first' rest' d z y); auto; [lia| |].
        { intros p q Hp Hq. apply W; right; right; auto. }
        destruct J as [-> | [-> | J]]; auto; simpl in *; exfalso; lra.
      * cbn [snd]. destruct J as [-> | [-> | J]].
        -- apply Va. reflexivity.
        -- apply Vb. reflexivity.
        -- exfalso. destruct d as [|q [|q2 d]]; [contradiction| |]; cbn [pairs] in P; injection P as <- _.
           ++ destruct J as [-> | []]. simpl in F. assert (T : Qle_bool z z = true) by (apply Qle_bool_iff; lra). congruence.
           ++ simpl in F. assert (T : fst q <= z).
              { destruct J as [-> | J]; [simpl; lra|]. inversion I2 as [|? ? _ G]; subst. rewrite Forall_forall in G.
                specialize (G _ J). simpl in G. lra. }
              apply Qle_bool_iff in T. congruence.
Qed.

Lemma pairs_cost n b : forall d, (length d <= n)%nat -> (forall p, In p d -> length (snd p) = b) ->
  Forall (fun p : piece => (total (affine_cost (snd p)) <= 2 * b)%nat) (pairs d).
Proof.
  induction n as [|n IH]; intros [|p [|q d]] L W; simpl in L; try lia; cbn [pairs]; auto.
  - constructor; auto. simpl. rewrite constants_cost. lia.
  - constructor.
    + simpl. rewrite <- (W p (or_introl eq_refl)). apply lines_cost.
    + apply IH; [lia|]. intros r Hr. apply W. right; right; auto.
Qed.

(** With affine leaves: at most log2_up(ceil(n/2)) comparisons on every input, and two operations for each of the b
    numbers of a label besides. *)
Theorem search_tree_affine : forall d b, increasing d -> d <> [] -> (1 <= b)%nat -> (forall p, In p d -> length (snd p) = b) ->
  exists n, takes 1 n b /\ memorizes n (to_data d) /\
  (forall x, (comparisons (spent n x) <= Nat.log2_up ((length d + 1) / 2))%nat) /\
  (forall x, (total (spent n x) <= Nat.log2_up ((length d + 1) / 2) + 2 * b)%nat).
Proof.
  intros d b I N B W. pose proof (pairs_length d) as L.
  destruct (pairs d) as [|first rest] eqn:P.
  { exfalso. destruct d as [|p [|q d]]; try contradiction; discriminate. }
  set (c := Nat.log2_up ((length d + 1) / 2)). exists (network (balanced c (first :: rest))).
  assert (C : (length (first :: rest) <= 2 ^ c)%nat) by (rewrite L; apply log2_up_enough).
  pose proof (balanced_depth c (first :: rest)) as D.
  split; [|split; [|split]].
  - apply balanced_takes; [exact B | discriminate|]. rewrite <- P. apply (pairs_fitting (length d)); auto.
  - intros x y H. unfold to_data in H. apply in_map_iff in H. destruct H as ([z v] & E & J). injection E as <- <-.
    rewrite network_value, balanced_value; auto.
    + apply (pairs_holder (length d) first rest d z v); auto. intros p q Hp Hq. rewrite !W; auto.
    + rewrite <- P. apply (pairs_ascending (length d)); auto.
  - intros x. rewrite network_tests. pose proof (tests_depth (balanced c (first :: rest)) x). lia.
  - intros x. eapply Nat.le_trans; [apply (plain_cost (2 * b))|lia].
    apply balanced_plain. rewrite <- P. apply (pairs_cost (length d)); auto.
Qed.

(** * Any order *)

Fixpoint insert (p : labelled) (d : list labelled) : list labelled :=
  match d with
  | [] => [p]
  | q :: d' => if Qle_bool (fst p) (fst q) then p :: d else q :: insert p d'
  end.

Definition sorted (d : list labelled) : list labelled := fold_right insert [] d.

Lemma insert_permutes p d : Permutation (insert p d) (p :: d).
Proof.
  induction d as [|q d IH]; simpl; auto. destruct Qle_bool; auto.
  eapply perm_trans; [apply perm_skip, IH | apply perm_swap].
Qed.

Lemma sorted_permutes d : Permutation (sorted d) d.
Proof. induction d; simpl; auto. eapply perm_trans; [apply insert_permutes | auto]. Qed.

Definition distinct (d : list labelled) : Prop := ForallOrdPairs (fun a b => ~ fst a == fst b) d.

Lemma insert_increasing p d : increasing d -> Forall (fun q => ~ fst p == fst q) d -> increasing (insert p d).
Proof.
  intros I. induction I as [|q d I IH F]; intros D; simpl; [repeat constructor|].
  inversion D as [|? ? D1 D2]; subst. destruct (Qle_bool (fst p) (fst q)) eqn:E.
  - apply Qle_bool_iff in E. constructor; [constructor; auto|].
    assert (K : fst p < fst q) by (apply Qle_lteq in E; destruct E; [auto | contradiction]).
    constructor; auto. eapply Forall_impl; [|exact F]. simpl. intros a Ha. lra.
  - assert (K : fst q < fst p).
    { destruct (Qlt_le_dec (fst q) (fst p)); auto. apply Qle_bool_iff in q0. congruence. }
    constructor; [apply IH, D2|]. apply Forall_forall. intros a Ha.
    apply (Permutation_in _ (insert_permutes p d)) in Ha. destruct Ha as [<- | Ha]; auto.
    rewrite Forall_forall in F. auto.
Qed.

Lemma sorted_increasing d : distinct d -> increasing (sorted d).
Proof.
  induction 1 as [|p d H I IH]; simpl; [constructor|]. apply insert_increasing; auto.
  apply Forall_forall. intros q Hq. rewrite Forall_forall in H. apply H.
  eapply Permutation_in; [apply sorted_permutes | exact Hq].
Qed.

(** Upper bound: distinct points on a line, in any order, labels of b numbers. *)
Theorem upper_bound : forall d b, distinct d -> d <> [] -> (1 <= b)%nat -> (forall p, In p d -> length (snd p) = b) -> exists n,
  takes 1 n b /\ memorizes n (to_data d) /\
  (forall x, (comparisons (spent n x) <= Nat.log2_up ((length d + 1) / 2))%nat) /\
  (forall x, (total (spent n x) <= Nat.log2_up ((length d + 1) / 2) + 2 * b)%nat).
Proof.
  intros d b D N B W. pose proof (sorted_permutes d) as P.
  destruct (search_tree_affine (sorted d) b) as (n & T & H1 & H2 & H3).
  - apply sorted_increasing, D.
  - intros E. rewrite E in P. apply Permutation_nil in P. contradiction.
  - exact B.
  - intros p Hp. apply W. eapply Permutation_in; eauto.
  - rewrite (Permutation_length P) in H2, H3. exists n. split; [exact T|]. split; auto.
    intros x y H. apply H1. unfold to_data in *. eapply Permutation_in; [|exact H]. apply Permutation_map, Permutation_sym, P.
Qed.

Theorem upper_bound_constant : forall d b, distinct d -> d <> [] -> (1 <= b)%nat -> (forall p, In p d -> length (snd p) = b) ->
  exists n, takes 1 n b /\ memorizes n (to_data d) /\ forall x, (total (spent n x) <= Nat.log2_up (length d))%nat.
Proof.
  intros d b D N B W. pose proof (sorted_permutes d) as P.
  destruct (search_tree_constant (sorted d) b) as (n & T & H1 & H2).
  - apply sorted_increasing, D.
  - intros E. rewrite E in P. apply Permutation_nil in P. contradiction.
  - exact B.
  - intros p Hp. apply W. eapply Permutation_in; eauto.
  - rewrite (Permutation_length P) in H2. exists n. split; [exact T|]. split; auto.
    intros x y H. apply H1. unfold to_data in *. eapply Permutation_in; [|exact H]. apply Permutation_map, Permutation_sym, P.
Qed.
