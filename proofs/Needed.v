(** Certificates that every network needs comparisons (docs/reference/format.md, comparisons needed), checked by computation; and
    their soundness. *)

From Coq Require Import NArith ZArith QArith List Bool Arith Lia Lqa FMapPositive.
From Memocert Require Import Model NormalForm Numerals Checker Counting Shallow Powers Unfit.
From Memocert Require Nets Forms Ground States Layers Engine Claims Hints.
Import List ListNotations.
Open Scope Q_scope.

(** * Rule 3: counting, where p + 2 rows never fit one affine map

    Some output has linearly independent (x, 1, y), as docs/reference/format.md says: the p + 1 columns of (x, 1) are independent,
    and the one combination of the rows that makes them 0 does not make y 0. *)

(** The multipliers of that combination by elimination, whose value nobody trusts; none if a column has no pivot. *)
Definition entry : Type := vec * vec.

Definition minus (c : Q) (a b : vec) : vec := map (fun ab => Qred (fst ab - c * snd ab)) (combine a b).

Fixpoint eliminated (fuel : nat) (rows : list entry) : vec :=
  match fuel, rows with
  | S fuel', row :: rest =>
      match fst row with
      | [] => snd row
      | _ =>
          let (zero, other) := partition (fun r => Qeq_bool (hd 0 (fst r)) 0) rows in
          match other with
          | [] => []
          | pivot :: other =>
              eliminated fuel'
                (map (fun r => (tl (fst r), snd r)) zero ++
                 map (fun r => let c := Qred (hd 0 (fst r) / hd 0 (fst pivot)) in
                               (tl (minus c (fst r) (fst pivot)), minus c (snd r) (snd pivot))) other)
          end
      end
  | _, _ => []
  end.

Definition unit_row (n i : nat) : vec := map (fun j => if (i =? j)%nat then 1 else 0) (seq 0 n).

Definition multipliers_of (p : nat) (s : data) : vec :=
  let n := length s in
  eliminated (S (S p)) (map (fun ir => (1 :: fst (snd ir), unit_row n (fst ir))) (combine (seq 0 n) s)).

(** Whether all parts of k rows pass a test. *)
Fixpoint all_parts (test : data -> bool) (d : data) (k : nat) (chosen : data) {struct d} : bool :=
  match k with
  | O => test (rev chosen)
  | S k' =>
      match d with
      | [] => true
      | row :: d' => all_parts test d' k' (row :: chosen) && all_parts test d' k chosen
      end
  end.

Inductive part_of : data -> data -> Prop :=
| part_nil d : part_of [] d
| part_take row s d : part_of s d -> part_of (row :: s) (row :: d)
| part_skip row s d : part_of s d -> part_of s (row :: d).

Lemma all_parts_sound test d : forall k chosen, all_parts test d k chosen = true ->
  forall s, part_of s d -> length s = k -> test (rev chosen ++ s) = true.
Proof.
  induction d as [|row d IH]; intros k chosen H s P L.
  - inversion P; subst. simpl in *. rewrite app_nil_r. exact H.
  - destruct k as [|k]; [destruct s; [|discriminate]; rewrite app_nil_r; exact H|].
    cbn [all_parts] in H. apply andb_prop in H. destruct H as [H1 H2]. inversion P as [| r s' d' P' | r s' d' P']; subst; [discriminate| |].
    + injection L as L. specialize (IH _ _ H1 s' P' L). simpl in IH. rewrite <- app_assoc in IH. exact IH.
    + exact (IH _ _ H2 s P' L).
Qed.

Lemma filter_part (f : vec * vec -> bool) d : part_of (filter f d) d.
Proof. induction d as [|row d IH]; simpl; [constructor|]. destruct (f row); constructor; exact IH. Qed.

Lemma first_part n : forall d, part_of (firstn n d) d.
Proof. induction n as [|n IH]; intros [|row d]; simpl; try constructor. apply IH. Qed.

Lemma part_trans a b : part_of a b -> forall c, part_of b c -> part_of a c.
Proof.
  intros P c Q. revert a P. induction Q as [d | row s d Q IH | row s d Q IH]; intros a P.
  - inversion P; subst. constructor.
  - inversion P; subst; constructor; apply IH; assumption.
  - constructor. apply IH, P.
Qed.

Lemma select_part d : forall s, part_of (select s d) d.
Proof. induction d as [|row d IH]; intros s; simpl; [constructor|]. destruct (N.odd s); constructor; apply IH. Qed.

Lemma part_incl a b : part_of a b -> incl a b.
Proof. induction 1 as [d | row s d P IH | row s d P IH]; intros r I; [destruct I | destruct I as [<- | I]; [left | right; apply IH] | right; apply IH]; auto. Qed.

Definition general (p q : nat) (d : data) : bool :=
  all_parts (fun s => no_affine p q (multipliers_of p s) s) d (S (S p)) [].

Lemma general_refuted constant p q d s c : wide p d -> general p q d = true -> part_of s d -> (S p * 2 ^ c < length s)%nat ->
  refuted constant s c.
Proof.
  intros W G P L. apply (rule_count constant (S p)); auto. intros r rows F. apply Nat.le_ngt. intros K.
  set (few := firstn (S (S p)) (part r s)).
  assert (Pf : part_of few (part r s)) by apply first_part.
  assert (Pd : part_of few d) by (eapply part_trans; [exact Pf|]; eapply part_trans; [apply filter_part | exact P]).
  assert (Lf : length few = S (S p)) by (unfold few; rewrite firstn_length; lia).
  pose proof (all_parts_sound _ _ _ _ G few Pd Lf) as T. simpl in T.
  apply (no_affine_refuted false p q _ few) in T; [|intros x y I; apply (W x y), (part_incl _ _ Pd), I].
  apply (T (Leaf rows)); [discriminate| |].
  - intros x y I. apply F, (part_incl _ _ Pf), I.
  - intros x y _. simpl. lia.
Qed.

(** * On a line: bends *)

Definition place (row : vec * vec) : Q := hd 0 (fst row).
Definition rise (k : nat) (a b : vec * vec) : Q := nth k (snd b) 0 - nth k (snd a) 0.

(** No affine map takes these three rows, no single value the first and the last. *)
Definition bent (constant : bool) (q : nat) (a b c : vec * vec) : bool :=
  existsb (fun k => negb (if constant then Qeq_bool (rise k a c) 0
                          else Qeq_bool (rise k a b * (place c - place b)) (rise k b c * (place b - place a)))) (seq 0 q).

Definition triple : Type := (vec * vec) * (vec * vec) * (vec * vec).

Definition less (a b : Q) : bool := negb (Qle_bool b a).

Fixpoint chained (constant : bool) (q : nat) (ts : list triple) (last : option Q) : bool :=
  match ts with
  | [] => true
  | (a, b, c) :: ts' =>
      match last with Some z => Qle_bool z (place a) | None => true end &&
      less (place a) (place c) && (constant || less (place a) (place b) && less (place b) (place c)) &&
      bent constant q a b c && chained constant q ts' (Some (place c))
  end.

(** Rows of which no affine map that fits a convex part takes two. *)
Fixpoint starts (ts : list triple) : data :=
  match ts with
  | [] => []
  | [(a, _, c)] => [a; c]
  | (a, _, _) :: ts' => a :: starts ts'
  end.

Definition rows_of (ts : list triple) : data := flat_map (fun t => match t with (a, b, c) => [a; b; c] end) ts.

Lemma less_lt a b : less a b = true -> a < b.
Proof.
  unfold less. rewrite negb_true_iff. intros H. destruct (Qlt_le_dec a b) as [L | L]; auto.
  apply Qle_bool_iff in L. congruence.
Qed.

Lemma starts_length ts : ts <> [] -> length (starts ts) = S (length ts).
Proof.
  induction ts as [|[[a b] c] ts IH]; [congruence|]. intros _. destruct ts as [|t ts]; [reflexivity|].
  change (starts ((a, b, c) :: t :: ts)) with (a :: starts (t :: ts)). cbn [length]. rewrite IH by discriminate. reflexivity.
Qed.

Lemma rows_tail t ts : incl (rows_of ts) (rows_of (t :: ts)).
Proof. intros s I. unfold rows_of. cbn [flat_map]. apply in_or_app. right. exact I. Qed.

Lemma starts_rows ts : incl (starts ts) (rows_of ts).
Proof.
  induction ts as [|[[a b] c] ts IH]; [intros r []|]. destruct ts as [|t ts].
  - intros r [<- | [<- | []]]; simpl; auto.
  - change (starts ((a, b, c) :: t :: ts)) with (a :: starts (t :: ts)). intros r [<- | I]; [left; reflexivity|].
    apply rows_tail, IH, I.
Qed.

Lemma starts_after constant q ts : forall last z, chained constant q ts last = true -> last = Some z ->
  forall row, In row (starts ts) -> z <= place row.
Proof.
  induction ts as [|[[a b] c] ts IH]; intros last z H -> row I; [destruct I|].
  cbn [chained] in H. rewrite !andb_true_iff in H. destruct H as [[[[H1 H2] _] _] H5]. apply Qle_bool_iff in H1. apply less_lt in H2.
  destruct ts as [|t ts].
  - destruct I as [<- | [<- | []]]; lra.
  - change (starts ((a, b, c) :: t :: ts)) with (a :: starts (t :: ts)) in I. destruct I as [<- | I]; [exact H1|].
    specialize (IH _ _ H5 eq_refl row I). lra.
Qed.

Lemma bent_unfit constant q a b c r rows d : wide 1 d -> In a d -> In b d -> In c d ->
  constant || less (place a) (place b) && less (place b) (place c) = true -> bent constant q a b c = true ->
  (constant = true -> flat (Leaf rows)) -> fits rows (part r d) ->
  Counting.inside r (fst a) = true -> Counting.inside r (fst c) = true -> False.
Proof.
  intros W Ia Ib Ic O B Fl F Ra Rc. unfold bent in B. apply existsb_exists in B. destruct B as (k & _ & B). apply negb_true_iff in B.
  destruct constant.
  { assert (V : same (snd a) (snd c)).
    { eapply same_trans; [apply same_sym, (F (fst a)); apply in_part; rewrite <- surjective_pairing; auto|].
      eapply same_trans; [apply leaf_constant, (Fl eq_refl)|]. apply (F (fst c)). apply in_part. rewrite <- surjective_pairing. auto. }
    assert (E : rise k a c == 0).
    { unfold rise. enough (N : forall k, nth k (snd a) 0 == nth k (snd c) 0) by (rewrite (N k); ring).
      induction V; intros [|j]; simpl; auto; reflexivity. }
    apply Qeq_bool_iff in E. congruence. }
  apply andb_prop in O. destruct O as [AB BC]. apply less_lt in AB, BC.
  assert (S : forall row, In row d -> fst row = [place row]).
  { intros [x y] I. pose proof (W x y I) as L. unfold place. simpl. destruct x as [|u [|v x]]; try discriminate. reflexivity. }
  assert (Rb : Counting.inside r (fst b) = true).
  { rewrite (S b Ib). apply (inside_between r (place a) (place b) (place c)); try lra; [rewrite <- (S a Ia) | rewrite <- (S c Ic)]; assumption. }
  assert (V : forall row, In row d -> Counting.inside r (fst row) = true -> same (values rows [place row]) (snd row)).
  { intros row I R. rewrite <- (S row I). destruct row as [x y]. apply F. apply in_part. auto. }
  assert (K : forall row, In row d -> Counting.inside r (fst row) = true ->
    nth k (snd row) 0 == hd 0 (fst (nth k rows ([], 0))) * place row + snd (nth k rows ([], 0))).
  { intros row I R. specialize (V row I R). clear - V. revert k V. generalize (snd row) as y. induction rows as [|f rows IH]; intros y k V.
    - inversion V; subst. destruct k; simpl; ring.
    - inversion V as [|? ? ? ? E V']; subst. destruct k as [|k]; simpl; [rewrite <- E; apply at_line | apply IH, V']. }
  assert (E : rise k a b * (place c - place b) == rise k b c * (place b - place a)).
  { unfold rise. rewrite !K by assumption. ring. }
  apply Qeq_bool_iff in E. congruence.
Qed.

Lemma chained_few constant q d ts : wide 1 d -> forall last, incl (rows_of ts) d -> chained constant q ts last = true ->
  forall r rows, (constant = true -> flat (Leaf rows)) -> fits rows (part r d) -> (length (part r (starts ts)) <= 1)%nat.
Proof.
  intros W. induction ts as [|[[a b] c] ts IH]; intros last I H r rows Fl F; [simpl; lia|].
  cbn [chained] in H. rewrite !andb_true_iff in H. destruct H as [[[[_ H2] H3] H4] H5]. apply less_lt in H2.
  assert (In3 : In a d /\ In b d /\ In c d) by (repeat split; apply I; simpl; auto). destruct In3 as (Ia & Ib & Ic).
  destruct (Counting.inside r (fst a)) eqn:Ra.
  - assert (Z : forall row, In row d -> place c <= place row -> Counting.inside r (fst row) = false).
    { intros row Ir P. destruct (Counting.inside r (fst row)) eqn:Rr; auto. exfalso.
      assert (S : forall row, In row d -> fst row = [place row]).
      { intros [x y] J. pose proof (W x y J) as L. unfold place. simpl. destruct x as [|u [|v x]]; try discriminate. reflexivity. }
      apply (bent_unfit constant q a b c r rows d W); auto. rewrite (S c Ic).
      apply (inside_between r (place a) (place c) (place row)); try lra; [rewrite <- (S a Ia) | rewrite <- (S row Ir)]; assumption. }
    assert (N : forall l, incl l d -> (forall row, In row l -> place c <= place row) -> part r l = []).
    { intros l J P. unfold part. induction l as [|row l IHl]; [reflexivity|]. cbn [filter].
      rewrite (Z row (J row (or_introl eq_refl)) (P row (or_introl eq_refl))). apply IHl.
      - intros s Is. apply J. right. exact Is.
      - intros s Is. apply P. right. exact Is. }
    destruct ts as [|t ts].
    + change (starts [(a, b, c)]) with ([a] ++ [c]). unfold part. rewrite filter_app, app_length. fold (part r [a]). fold (part r [c]).
      rewrite (N [c]); [unfold part; simpl; destruct (Counting.inside r (fst a)); simpl; lia | intros s [<- | []]; exact Ic | intros s [<- | []]; lra].
    + change (starts ((a, b, c) :: t :: ts)) with ([a] ++ starts (t :: ts)). unfold part. rewrite filter_app, app_length.
      fold (part r [a]). fold (part r (starts (t :: ts))). rewrite (N (starts (t :: ts))).
      * unfold part. simpl. destruct (Counting.inside r (fst a)); simpl; lia.
      * intros s Is. apply I, rows_tail, starts_rows, Is.
      * intros s Is. exact (starts_after constant q (t :: ts) _ _ H5 eq_refl s Is).
  - destruct ts as [|t ts].
    + unfold part. simpl. rewrite Ra. destruct (Counting.inside r (fst c)); simpl; lia.
    + change (starts ((a, b, c) :: t :: ts)) with (a :: starts (t :: ts)). unfold part. cbn [filter]. rewrite Ra.
      apply (IH (Some (place c))) with (rows := rows); auto. intros s Is. apply I, rows_tail, Is.
Qed.

Lemma chained_refuted constant q d ts c : wide 1 d -> incl (rows_of ts) d -> chained constant q ts None = true -> ts <> [] ->
  (2 ^ c < S (length ts))%nat -> refuted constant d c.
Proof.
  intros W I H N L t Hf Hr Hc.
  assert (J : incl (starts ts) d) by (eapply incl_tran; [apply starts_rows | exact I]).
  pose proof (count_in_region constant 1 d (starts ts) J (chained_few constant q d ts W None I H) t c []) as K.
  rewrite !part_all in K. specialize (K Hf Hr Hc). rewrite starts_length in K by exact N. lia.
Qed.

(** * Rule 4: dichotomies *)

(** For each row whether w . (x, 1) >= 0, as a network on w. *)
Definition sides_of (z : zdata) : Nets.net :=
  Nets.Sequence
    (Nets.Affine 1 (map (fun row => (map (pair 0%nat) (fst (fst row) ++ [Zpos (snd (fst row))]), 0%Z)) z))
    (Nets.Units Nets.Step (Z.of_nat (length z))).

(** The point that a hint states lies in the region. *)
Definition taken (p : nat) (region : list Forms.constraint) (d : positive) (ns : list Z) : bool :=
  (length ns =? p)%nat && forallb (Claims.holds (map (fun a => a # d) ns)) region.

(** The outcomes are recorded at the ends that are not empty. *)
Definition noted (p : nat) : Engine.continuation := fun s h =>
  match Engine.hints h with
  | Engine.Empty e :: h' => if Ground.hollow (States.base s) e then Some (Engine.Thread h' (Engine.found h)) else None
  | Engine.Point (Zpos d) ns :: h' =>
      if taken p (Ground.facts (States.base s)) d ns then Some (Engine.Thread h' (States.outcomes s :: Engine.found h)) else None
  | _ => None
  end.

Definition dichotomies (p : nat) (z : zdata) (h : list Engine.hint) : option (list (list bool)) :=
  match Engine.exec Claims.nothing None Layers.Exact (sides_of z) (fun _ => 0%Z) (Claims.start (S p) []) (noted (S p)) (Engine.Thread h []) with
  | Some (Engine.Thread [] found) => Some found
  | _ => None
  end.

Lemma noted_keeps p : Engine.keeps (noted p).
Proof.
  intros s h h' H. unfold noted in H. destruct (Engine.hints h) as [|[| | |e| | |[|d|] ns| | |] rest]; try discriminate.
  - destruct (Ground.hollow _ _); [|discriminate]. injection H as <-. apply incl_refl.
  - destruct (taken _ _ _ _); [|discriminate]. injection H as <-. apply incl_tl, incl_refl.
Qed.

(** A test of an affine form, as weights of the form. *)
Fixpoint weights_of (p : nat) (normal : vec) (threshold : Q) : vec :=
  match p with
  | O => [- threshold]
  | S p => hd 0 normal :: weights_of p (tl normal) threshold
  end.

Lemma weights_length p : forall normal t, length (weights_of p normal t) = S p.
Proof. induction p as [|p IH]; intros normal t; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma times_over (x : Z) (d : positive) : inject_Z (Zpos d) * (x # d) == inject_Z x.
Proof. unfold Qeq, Qmult, inject_Z. cbn [Qnum Qden]. rewrite Pos.mul_1_l, Z.mul_1_r. apply Z.mul_comm. Qed.

Lemma test_value xs d : forall normal t,
  Nets.dot (map (pair 0%nat) (xs ++ [Zpos d])) (weights_of (length xs) normal t)
  == inject_Z (Zpos d) * (dot normal (map (fun x => x # d) xs) - t).
Proof.
  induction xs as [|x xs IH]; intros normal t; cbn [app length weights_of map Nets.dot skipn].
  - destruct normal; cbn [dot]; ring.
  - rewrite IH. destruct normal as [|a normal]; cbn [hd tl dot].
    + ring.
    + rewrite <- (times_over x d). ring.
Qed.

Lemma side_decision xs d normal t :
  Qle_bool 0 (Nets.affine 1 (map (pair 0%nat) (xs ++ [Zpos d]), 0%Z) (weights_of (length xs) normal t))
  = opens normal t (map (fun x => x # d) xs).
Proof.
  unfold opens, Nets.affine. cbn [fst snd]. apply eq_true_iff_eq. rewrite !Qle_bool_iff, test_value.
  change (inject_Z 0) with 0. assert (P : 0 < inject_Z (Zpos d)) by (unfold Qlt; simpl; lia).
  setoid_replace ((inject_Z (Zpos d) * (dot normal (map (fun x => x # d) xs) - t) + 0) * (1 # 1))
    with (inject_Z (Zpos d) * (dot normal (map (fun x => x # d) xs) - t)) by (unfold Qeq; simpl; ring || (simpl; lia) || ring).
  split; intros H; nra.
Qed.

Definition point_of (row : values_over * values_over) : vec := rationals (fst row).

Lemma dichotomies_all p z h found : (forall row, In row z -> length (fst (fst row)) = p) -> dichotomies p z h = Some found ->
  forall normal t, In (map (fun row => opens normal t (point_of row)) z) found.
Proof.
  intros W H normal t. unfold dichotomies in H.
  destruct (Engine.exec _ _ _ _ _ _ _ _) as [[[|] l]|] eqn:E; try discriminate. injection H as ->.
  set (w := weights_of p normal t).
  destruct (Engine.exec_sound Claims.nothing None Layers.Exact w (Engine.Thread [] found) (sides_of z) _ _ _ _ _ w E (noted_keeps (S p))
    (incl_refl _) (Claims.start_fits w (S p) [] (weights_length p normal t) (Forall_nil _))
    (Claims.start_reps w (S p) [] (weights_length p normal t)))
    as [(s & h1 & h2 & K & Sub & F & _ & _ & O & _)|B]; [|destruct B].
  assert (D : States.outcomes s = map (fun row => opens normal t (point_of row)) z).
  { rewrite O by discriminate. change (States.outcomes (Claims.start (S p) [])) with (@nil bool). cbn [app sides_of States.decisions Nets.run].
    rewrite !map_map. apply map_ext_in. intros [[xs d] y] I. specialize (W _ I). cbn [fst snd] in W. subst p.
    cbn [fst snd]. unfold w. rewrite side_decision. reflexivity. }
  rewrite <- D. apply Sub. unfold noted in K. destruct (Engine.hints h1) as [|[| | |ev| | |[|e|] ns| | |] rest]; try discriminate.
  - destruct (Ground.hollow _ _) eqn:Em; [|discriminate]. exfalso. exact (Ground.hollow_sound _ _ _ F Em).
  - destruct (taken _ _ _ _); [|discriminate]. injection K as <-. left. reflexivity.
Qed.

(** Outcomes of the chosen rows, as a set of rows. *)
Fixpoint mask (size : nat) (chosen : N) (outcomes : list bool) : N :=
  match size with
  | O => 0
  | S size =>
      if N.odd chosen then
        match outcomes with
        | b :: rest => let m := mask size (N.div2 chosen) rest in if b then N.succ_double m else N.double m
        | [] => 0
        end
      else N.double (mask size (N.div2 chosen) outcomes)
  end.

Lemma double_bit m i : N.testbit (N.double m) (N.succ i) = N.testbit m i /\ N.testbit (N.double m) 0 = false.
Proof. rewrite N.double_spec. split; [apply N.testbit_even_succ; lia | apply N.testbit_even_0]. Qed.

Lemma succ_double_bit m i : N.testbit (N.succ_double m) (N.succ i) = N.testbit m i /\ N.testbit (N.succ_double m) 0 = true.
Proof. rewrite N.succ_double_spec. split; [apply N.testbit_odd_succ; lia | apply N.testbit_odd_0]. Qed.

Lemma mask_bit {A} (f : A -> bool) d : forall chosen i row, nth_error d i = Some row -> N.testbit chosen (N.of_nat i) = true ->
  N.testbit (mask (length d) chosen (map f (select chosen d))) (N.of_nat i) = f row.
Proof.
  induction d as [|r d IH]; intros chosen i row E B; [destruct i; discriminate|]. cbn [length mask select].
  destruct i as [|i].
  - simpl in E. injection E as ->. simpl N.of_nat in *. rewrite odd_bit, B. cbn [map].
    destruct (f row); [apply succ_double_bit | apply double_bit]; exact 0%N.
  - simpl in E. rewrite Nat2N.inj_succ in *. rewrite <- div2_bit in B. specialize (IH _ _ _ E B).
    destruct (N.odd chosen); cbn [map].
    + destruct (f r).
      * rewrite (proj1 (succ_double_bit _ _)). exact IH.
      * rewrite (proj1 (double_bit _ _)). exact IH.
    + rewrite (proj1 (double_bit _ _)). exact IH.
Qed.

Lemma select_map {A B} (f : A -> B) d : forall s, select s (map f d) = map f (select s d).
Proof. induction d as [|r d IH]; intros s; simpl; [reflexivity|]. destruct (N.odd s); simpl; rewrite IH; reflexivity. Qed.

(** * Rule 5: rows that no test has on two sides *)

(** Positive multipliers of rows of two kinds, whose sums agree. *)
Definition torn (p : nat) (a b : list Z) (s t : data) : bool :=
  (length a =? length s)%nat && (length b =? length t)%nat && negb (Nat.eqb (length s) 0) && negb (Nat.eqb (length t) 0) &&
  forallb (Z.ltb 0) a && forallb (Z.ltb 0) b && cancels p (map inject_Z a ++ map (fun z => inject_Z (- z)) b) (s ++ t).

Lemma combination_app l d f : length l = length d -> forall m e, combination (l ++ m) (d ++ e) f == combination l d f + combination m e f.
Proof.
  revert d. induction l as [|a l IH]; intros [|row d] L m e; try discriminate; simpl; [ring|]. injection L as L. rewrite IH by exact L. ring.
Qed.

Lemma combination_not_negative a : forall d g, forallb (Z.ltb 0) a = true -> (forall row, In row d -> 0 <= g row) ->
  0 <= combination (map inject_Z a) d g.
Proof.
  induction a as [|z a IH]; intros [|row d] g P G; simpl; try lra. simpl in P. apply andb_prop in P. destruct P as [Z P]. apply Z.ltb_lt in Z.
  assert (0 <= inject_Z z) by (change 0 with (inject_Z 0); rewrite <- Zle_Qle; lia).
  pose proof (IH d g P (fun r I => G r (or_intror I))). pose proof (G row (or_introl eq_refl)). nra.
Qed.

Lemma combination_negative a d g : forallb (Z.ltb 0) a = true -> length a = length d -> length d <> 0%nat -> (forall row, In row d -> g row < 0) ->
  combination (map inject_Z a) d g < 0.
Proof.
  intros P L N G. destruct a as [|z a], d as [|row d]; simpl in L, N; try lia. simpl in *. apply andb_prop in P. destruct P as [Z P]. apply Z.ltb_lt in Z.
  assert (0 < inject_Z z) by (change 0 with (inject_Z 0); rewrite <- Zlt_Qlt; lia).
  pose proof (combination_not_negative a d (fun r => (-(1)) * g r) P) as K. rewrite combination_scale in K.
  pose proof (G row (or_introl eq_refl)).
  assert (0 <= -(1) * combination (map inject_Z a) d g) by (apply K; intros r I; pose proof (G r (or_intror I)); lra). nra.
Qed.

Lemma combination_opposite b : forall d g, combination (map (fun z => inject_Z (- z)) b) d g == - combination (map inject_Z b) d g.
Proof. induction b as [|z b IH]; intros [|row d] g; simpl; try ring. rewrite IH, inject_Z_opp. ring. Qed.

Lemma torn_sound p a b s t : wide p s -> wide p t -> torn p a b s t = true -> forall w q side,
  (forall row, In row s -> opens w q (fst row) = side) -> (forall row, In row t -> opens w q (fst row) = negb side) -> False.
Proof.
  intros Ws Wt H w q side S T. unfold torn in H. rewrite !andb_true_iff, !negb_true_iff in H. destruct H as [[[[[[La Lb] Ns] Nt] Pa] Pb] C].
  apply Nat.eqb_eq in La, Lb. apply Nat.eqb_neq in Ns, Nt.
  assert (W : wide p (s ++ t)) by (intros x y I; apply in_app_or in I; destruct I; [eapply Ws | eapply Wt]; eassumption).
  destruct (cancels_all p _ _ W C) as [X O]. set (g := fun row : vec * vec => dot w (fst row) + (- q) * 1).
  assert (Z : combination (map inject_Z a ++ map (fun z => inject_Z (- z)) b) (s ++ t) g == 0).
  { rewrite (combination_form _ _ g (fun row => dot w (fst row)) (fun _ => (- q) * 1)) by (intros; reflexivity).
    rewrite combination_dot, combination_scale, O by exact X. ring. }
  rewrite combination_app, combination_opposite in Z by (rewrite map_length; exact La).
  assert (Up : forall row, opens w q (fst row) = true -> 0 <= g row).
  { intros row E. unfold opens in E. apply Qle_bool_iff in E. unfold g. lra. }
  assert (Down : forall row, opens w q (fst row) = false -> g row < 0).
  { intros row E. unfold opens in E. destruct (Qlt_le_dec (dot w (fst row)) q) as [L | L]; [unfold g; lra|]. apply Qle_bool_iff in L. congruence. }
  destruct side; simpl in T.
  - pose proof (combination_not_negative a s g Pa (fun r I => Up r (S r I))).
    pose proof (combination_negative b t g Pb Lb Nt (fun r I => Down r (T r I))). lra.
  - pose proof (combination_negative a s g Pa La Ns (fun r I => Down r (S r I))).
    pose proof (combination_not_negative b t g Pb (fun r I => Up r (T r I))). lra.
Qed.

(** * Single rows as sets *)

Definition bit (i : N) : N := N.succ (N.ones i).

Lemma bit_bits i j : N.testbit (bit i) j = N.eqb i j.
Proof.
  unfold bit, N.ones. rewrite N.shiftl_1_l, N.succ_pred by (apply N.pow_nonzero; discriminate). apply N.pow2_bits_eqb.
Qed.

Definition set_of (ks : list positive) : N := fold_right (fun k s => N.lor (bit (Pos.pred_N k)) s) 0%N ks.

Lemma set_of_bits ks k : In k ks -> N.testbit (set_of ks) (Pos.pred_N k) = true.
Proof.
  induction ks as [|h ks IH]; [intros []|]. cbn [set_of fold_right]. rewrite N.lor_spec, orb_true_iff. intros [-> | I]; [left | right; apply IH, I].
  rewrite bit_bits. apply N.eqb_refl.
Qed.

Lemma numbered_place {A} (l : list A) : forall i m j a, PositiveMap.find j (numbered l (Pos.of_succ_nat i) m) = Some a ->
  (exists n, nth_error l n = Some a /\ Pos.pred_N j = N.of_nat (i + n)) \/ PositiveMap.find j m = Some a.
Proof.
  induction l as [|b l IH]; cbn [numbered]; intros i m j a H; [right; exact H|].
  change (Pos.succ (Pos.of_succ_nat i)) with (Pos.of_succ_nat (S i)) in H. destruct (IH _ _ _ _ H) as [(n & E & P) | F].
  - left. exists (S n). split; [exact E|]. rewrite P. f_equal. lia.
  - destruct (Pos.eq_dec j (Pos.of_succ_nat i)) as [-> | N].
    + rewrite PositiveMap.gss in F. injection F as ->. left. exists 0%nat. split; [reflexivity|]. rewrite Nat.add_0_r.
      rewrite <- N.pos_pred_succ. f_equal. lia.
    + rewrite PositiveMap.gso in F by exact N. right. exact F.
Qed.

(** * Steps *)

Inductive step :=
| Bends
| Counted (s : N)
| Uninterpolable (s : N) (factors : list Z)
| Dichotomies (s : N) (h : list Engine.hint)
| Every (s : N) (c : nat) (steps : list positive)
| Powered (s : N) (c : nat) (factors : list Z)
| Labels (foremost rest : list positive)
| Apart (s t : N) (a b : list Z)
| Cases (s : N) (c : nat) (first : Z) (turns : list Z).

Definition known : Type := PositiveMap.t (N * nat).

(** A set and all its dichotomies. *)
Definition divisions : Type := option (N * list N).

Definition every (sides : divisions) (shown : known) (s : N) (c : nat) (steps : list positive) : bool :=
  match sides, picked shown steps with
  | Some (chosen, masks), Some used =>
      inside_of s chosen && forallb (fun u => (c <=? S (snd u))%nat) used && existsb (fun u => inside_of (fst u) s) used &&
      forallb (fun m =>
        let above := N.land s m in
        let below := N.ldiff s m in
        N.eqb above 0 || N.eqb below 0 || existsb (fun u => inside_of (fst u) above || inside_of (fst u) below) used) masks
  | _, _ => false
  end.

(** Rows that no test has on two sides. *)
Definition partitions : Type := PositiveMap.t (N * N).

(** Cases by the sides of rows: a number that is not negative divides by that row, which is on no side so far, and is on the one side
    first; -1 - 2k ends a case by step k, -2 - 2k by rows of two kinds. A stack has the rows on either side in each case that is open. *)
Fixpoint closed (size : Z) (s : N) (c : nat) (shown : known) (parted : partitions) (turns : list Z) (stack : list (N * N)) : bool :=
  match turns, stack with
  | [], [] => true
  | t :: turns', (a, b) :: rest =>
      if (0 <=? t)%Z then
        if (t <? size)%Z then
          let i := bit (Z.to_N t) in
          inside_of i (N.ldiff (N.ldiff s a) b) && closed size s c shown parted turns' ((N.lor i a, b) :: (a, N.lor i b) :: rest)
        else false
      else
        let k := Z.to_pos ((1 - t) / 2) in
        if (if Z.eqb (t mod 2) 1
            then match PositiveMap.find k shown with
                 | Some (r, e) => (c <=? S e)%nat && (inside_of r a || inside_of r b)
                 | None => false
                 end
            else match PositiveMap.find k parted with
                 | Some (u, v) => inside_of u a && inside_of v b || inside_of u b && inside_of v a
                 | None => false
                 end)
        then closed size s c shown parted turns' rest else false
  | _, _ => false
  end.

Fixpoint triples (rows : data) : list triple :=
  match rows with
  | a :: b :: c :: rows => (a, b, c) :: triples rows
  | _ => []
  end.

Section Steps.

Variables (constant : bool) (p q : nat) (z : zdata).

Let d : data := rational_data z.

Notation refuted := (refuted constant).

(** What steps share is found once, and only if there is such a step: what bends of the labels on a line show, the rows
    in threes; and whether counting is allowed. *)
Definition is_bends (s : step) : bool := match s with Bends => true | _ => false end.
Definition is_counted (s : step) : bool := match s with Counted _ => true | _ => false end.
Definition is_labels (s : step) : bool := match s with Labels _ _ => true | _ => false end.

Definition by_bends (bends : list positive) : option (N * nat) :=
  match picked (numbered d 1 (PositiveMap.empty _)) bends with
  | Some found =>
      match triples found with
      | [] => None
      | ts => if (p =? 1)%nat && chained constant q ts None
              then Some (N.ones (N.of_nat (length d)), less_than (S (length ts))) else None
      end
  | None => None
  end.

(** Of constant leaves each has one label. *)
Definition by_labels (table : PositiveMap.t (vec * vec)) (foremost rest : list positive) : option (N * nat) :=
  match picked table foremost with
  | Some rows => if constant && (2 <=? length rows)%nat && rising rows then Some (set_of (foremost ++ rest), less_than (length rows)) else None
  | None => None
  end.

Definition size : Z := Z.of_nat (length d).

Definition by_cases (shown : known) (parted : partitions) (s : N) (c : nat) (first : Z) (turns : list Z) : bool :=
  if (0 <=? first)%Z && (first <? size)%Z then
    let i := bit (Z.to_N first) in inside_of i s && closed size s c shown parted turns [(i, 0%N)]
  else false.

Variables (pieces : option (N * nat)) (counts : bool) (table : PositiveMap.t (vec * vec)).

(** What a step shows: no network memorizes the set with so many comparisons on each point. *)
Definition shown_by (s : step) (sides : divisions) (shown : known) (parted : partitions) : option (N * nat) :=
  match s with
  | Bends => pieces
  | Counted s =>
      let parts := up (length (select s d)) (S p) in
      if of_rows d s && counts && (2 <=? parts)%nat then Some (s, less_than parts) else None
  | Uninterpolable s factors => if of_rows d s && no_affine p q (map inject_Z factors) (select s d) then Some (s, 0%nat) else None
  | Dichotomies _ _ | Apart _ _ _ _ => None
  | Labels foremost rest => by_labels table foremost rest
  | Cases s c first turns => if of_rows d s && (1 <=? c)%nat && by_cases shown parted s c first turns then Some (s, c) else None
  | Every s c steps => if (1 <=? c)%nat && every sides shown s c steps then Some (s, c) else None
  | Powered s c factors =>
      if of_rows d s && (1 <=? c)%nat && (2 ^ c <? length (select s d))%nat && powered p q c (map inject_Z factors) (select s d)
      then Some (s, c) else None
  end.

(** The first step that shows enough is the last. *)
Definition last_one (steps : list step) : bool := match steps with [] => true | _ => false end.

Fixpoint arrives (count : nat) (steps : list step) (sides : divisions) (next : positive) (shown : known) (another : positive)
    (parted : partitions) : bool :=
  match steps with
  | [] => false
  | Dichotomies s h :: steps' =>
      if of_rows d s then
        match dichotomies p (select s z) h with
        | Some found => arrives count steps' (Some (s, map (mask (length d) s) found)) next shown another parted
        | None => false
        end
      else false
  | Apart s t a b :: steps' =>
      if of_rows d s && of_rows d t && torn p a b (select s d) (select t d)
      then arrives count steps' sides next shown (Pos.succ another) (PositiveMap.add another (s, t) parted) else false
  | s :: steps' =>
      match shown_by s sides shown parted with
      | Some (set, c) =>
          if (count <=? S c)%nat then last_one steps'
          else arrives count steps' sides (Pos.succ next) (PositiveMap.add next (set, c) shown) another parted
      | None => false
      end
  end.

(** * Soundness *)

Hypothesis widths : forall row, In row z -> length (fst (fst row)) = p.

Lemma data_wide : wide p d.
Proof.
  intros x y I. unfold d, rational_data in I. apply in_map_iff in I. destruct I as (row & E & I). injection E as <- <-.
  unfold rationals. rewrite map_length. apply widths, I.
Qed.

Definition complete (sides : divisions) : Prop :=
  match sides with
  | None => True
  | Some (chosen, masks) => forall w t, In (mask (length d) chosen (map (fun row => opens w t (fst row)) (select chosen d))) masks
  end.

Definition right (shown : known) : Prop := forall k s c, PositiveMap.find k shown = Some (s, c) -> refuted (select s d) c.

Lemma dichotomies_complete s h found : dichotomies p (select s z) h = Some found ->
  complete (Some (s, map (mask (length d) s) found)).
Proof.
  intros H w t. apply in_map. unfold d, rational_data. rewrite select_map, map_map.
  apply (dichotomies_all p (select s z) h found); [|exact H]. intros row I. apply widths, (select_incl _ _ _ I).
Qed.

Lemma every_refuted sides shown s c steps : complete sides -> right shown -> (1 <= c)%nat -> every sides shown s c steps = true ->
  refuted (select s d) c.
Proof.
  intros C R P H. unfold every in H. destruct sides as [[chosen masks]|]; [|discriminate].
  destruct (picked shown steps) as [used|] eqn:E; [|discriminate].
  pose proof (picked_all (fun u => refuted (select (fst u) d) (snd u)) shown steps) as U.
  assert (U0 : forall k a, PositiveMap.find k shown = Some a -> refuted (select (fst a) d) (snd a)) by (intros k [t e] K; exact (R _ _ _ K)).
  specialize (U U0 used E). clear U0.
  rewrite !andb_true_iff, !forallb_forall in H. destruct H as [[[H1 H2] H3] H4].
  destruct c as [|c]; [lia|]. apply existsb_exists in H3. destruct H3 as (u & Iu & Su).
  assert (En : forall u, In u used -> (c <= snd u)%nat) by (intros v Iv; specialize (H2 v Iv); apply Nat.leb_le in H2; lia).
  apply rule_sides.
  - exists (select (fst u) d). split; [apply select_sub, Su|]. eapply rule_subset; [apply U, Iu | apply incl_refl | apply En, Iu].
  - intros w t A B. specialize (C w t). set (m := mask _ _ _) in C. specialize (H4 m C). cbv zeta in H4.
    assert (Bit : forall i row, nth_error d i = Some row -> N.testbit s (N.of_nat i) = true -> N.testbit m (N.of_nat i) = opens w t (fst row)).
    { intros i row Ei Bi. unfold m. apply (mask_bit (fun row => opens w t (fst row))); auto. eapply inside_bits; eauto. }
    assert (Above : forall r, inside_of r (N.land s m) = true -> incl (select r d) (above_part w t (select s d))).
    { intros r Ir row I. apply select_in in I. destruct I as (i & Ei & Bi). pose proof (inside_bits _ _ Ir _ Bi) as L.
      rewrite N.land_spec, andb_true_iff in L. destruct L as [L1 L2]. destruct row as [x y]. apply in_part.
      split; [apply select_in; eauto|]. simpl. rewrite (Bit i (x, y) Ei L1) in L2. simpl in L2. rewrite L2. reflexivity. }
    assert (Below : forall r, inside_of r (N.ldiff s m) = true -> incl (select r d) (below_part w t (select s d))).
    { intros r Ir row I. apply select_in in I. destruct I as (i & Ei & Bi). pose proof (inside_bits _ _ Ir _ Bi) as L.
      rewrite N.ldiff_spec, andb_true_iff in L. destruct L as [L1 L2]. destruct row as [x y]. apply in_part.
      split; [apply select_in; eauto|]. simpl. apply negb_true_iff in L2. rewrite (Bit i (x, y) Ei L1) in L2. simpl in L2. rewrite L2. reflexivity. }
    assert (NA : N.eqb (N.land s m) 0 = false).
    { apply N.eqb_neq. intros Z0. apply A. destruct (above_part w t (select s d)) as [|[x y] l] eqn:Ea; auto. exfalso.
      assert (I : In (x, y) (above_part w t (select s d))) by (rewrite Ea; left; reflexivity).
      apply in_part in I. destruct I as [I O]. simpl in O. rewrite andb_true_r in O. apply Bool.eqb_prop in O.
      apply select_in in I. destruct I as (i & Ei & Bi).
      assert (F : N.testbit (N.land s m) (N.of_nat i) = true) by (rewrite N.land_spec, Bi, (Bit i _ Ei Bi); exact O).
      rewrite Z0, N.bits_0 in F. discriminate. }
    assert (NB : N.eqb (N.ldiff s m) 0 = false).
    { apply N.eqb_neq. intros Z0. apply B. destruct (below_part w t (select s d)) as [|[x y] l] eqn:Eb; auto. exfalso.
      assert (I : In (x, y) (below_part w t (select s d))) by (rewrite Eb; left; reflexivity).
      apply in_part in I. destruct I as [I O]. simpl in O. rewrite andb_true_r in O. apply Bool.eqb_prop in O.
      apply select_in in I. destruct I as (i & Ei & Bi).
      assert (F : N.testbit (N.ldiff s m) (N.of_nat i) = true) by (rewrite N.ldiff_spec, Bi, (Bit i _ Ei Bi); simpl fst; rewrite O; reflexivity).
      rewrite Z0, N.bits_0 in F. discriminate. }
    rewrite NA, NB in H4. simpl in H4. apply existsb_exists in H4. destruct H4 as (v & Iv & Hv). apply orb_prop in Hv.
    destruct Hv as [Hv | Hv]; [left | right]; (eapply rule_subset; [apply U, Iv | | apply En, Iv]); [apply Above | apply Below]; exact Hv.
Qed.

Lemma select_all {A} (l : list A) : select (N.ones (N.of_nat (length l))) l = l.
Proof.
  induction l as [|a l IH]; [reflexivity|]. cbn [length]. rewrite Nat2N.inj_succ. cbn [select].
  assert (O : N.odd (N.ones (N.succ (N.of_nat (length l)))) = true).
  { rewrite odd_bit. apply N.ones_spec_low. lia. }
  assert (D : N.div2 (N.ones (N.succ (N.of_nat (length l)))) = N.ones (N.of_nat (length l))).
  { apply N.bits_inj. intros i. rewrite div2_bit. destruct (N.lt_ge_cases i (N.of_nat (length l))).
    - rewrite !N.ones_spec_low by lia. reflexivity.
    - rewrite !N.ones_spec_high by lia. reflexivity. }
  rewrite O, D, IH. reflexivity.
Qed.

Lemma triples_rows rows : incl (rows_of (triples rows)) rows.
Proof.
  assert (G : forall n rows, (length rows <= n)%nat -> incl (rows_of (triples rows)) rows).
  { induction n as [|n IH]; intros [|a [|b [|c rows']]] L r I; simpl in L; try lia; try (destruct I).
    - left. exact H.
    - destruct H as [<- | [<- | I]]; [right; left; reflexivity | right; right; left; reflexivity|].
      right. right. right. apply (IH rows'); [lia | exact I]. }
  apply (G (length rows)). lia.
Qed.

Lemma bends_refuted bends set c : by_bends bends = Some (set, c) -> refuted (select set d) c.
Proof.
  unfold by_bends. intros H.
  destruct (picked _ bends) as [found|] eqn:E; [|discriminate]. destruct (triples found) as [|tr ts] eqn:T; [discriminate|].
  destruct (Nat.eqb_spec p 1) as [P|]; [|discriminate]. destruct (chained constant q (tr :: ts) None) eqn:K; [|discriminate].
  injection H as <- <-. rewrite select_all. apply (chained_refuted constant q d (tr :: ts)); auto.
  - intros x y I. rewrite (data_wide x y I). exact P.
  - rewrite <- T. intros r I. apply triples_rows in I.
    refine (picked_all (fun r => In r d) _ bends _ found E r I).
    intros k a F. apply numbered_find in F. destruct F as [F | F]; auto. rewrite PositiveMap.gempty in F. discriminate.
  - discriminate.
  - apply less_than_pow. simpl. lia.
Qed.

Hypothesis pieces_right : forall set c, pieces = Some (set, c) -> refuted (select set d) c.
Hypothesis counts_right : counts = true -> general p q d = true.
Hypothesis table_right : forall k row, PositiveMap.find k table = Some row -> exists n, nth_error d n = Some row /\ Pos.pred_N k = N.of_nat n.

Lemma labels_refuted foremost rest set c : by_labels table foremost rest = Some (set, c) -> refuted (select set d) c.
Proof.
  unfold by_labels. intros H. destruct (picked table foremost) as [rows|] eqn:E; [|discriminate].
  destruct (_ && _) eqn:K; [|discriminate]. injection H as <- <-. rewrite !andb_true_iff in K. destruct K as [[K L] R]. apply Nat.leb_le in L.
  assert (I : incl rows (select (set_of (foremost ++ rest)) d)).
  { assert (G : forall ks rows, picked table ks = Some rows -> incl ks (foremost ++ rest) -> incl rows (select (set_of (foremost ++ rest)) d)).
    { clear E L R. induction ks as [|k ks IH]; intros l E J; simpl in E; [injection E as <-; intros r []|].
      destruct (PositiveMap.find k table) as [row|] eqn:F; [|discriminate]. destruct (picked table ks) as [l'|]; [|discriminate]. injection E as <-.
      intros r [<- | Ir]; [|apply (IH l' eq_refl); [intros h Ih; apply J; right; exact Ih | exact Ir]].
      destruct (table_right k row F) as (n & N & P). apply select_in. exists n. split; [exact N|]. rewrite <- P. apply set_of_bits, J. left. reflexivity. }
    apply (G foremost rows E), incl_appl, incl_refl. }
  intros t F M W. assert (B := labels_counted t (F K) rows (less_than (length rows)) (fun x y J => M x y (I _ J)) (fun x y J => W x y (I _ J)) (rising_pairs _ R)).
  pose proof (less_than_pow _ L). lia.
Qed.

(** All rows of a set are on one side of a test. *)
Definition on (w : vec) (t : Q) (side : bool) (s : N) : Prop :=
  forall i row, nth_error d i = Some row -> N.testbit s (N.of_nat i) = true -> opens w t (fst row) = side.

Definition parted_right (parted : partitions) : Prop := forall k u v w t side,
  PositiveMap.find k parted = Some (u, v) -> on w t side u -> on w t (negb side) v -> False.

Lemma on_inside w t side u s : inside_of u s = true -> on w t side s -> on w t side u.
Proof. intros I H i row E B. apply (H i row E). eapply inside_bits; eauto. Qed.

Lemma on_more w t side i s : (forall row, nth_error d i = Some row -> opens w t (fst row) = side) -> on w t side s ->
  on w t side (N.lor (bit (N.of_nat i)) s).
Proof.
  intros X H j row E B. rewrite N.lor_spec, bit_bits, orb_true_iff in B. destruct B as [B | B]; [|apply (H j row E B)].
  apply N.eqb_eq, Nat2N.inj in B. subst j. apply X, E.
Qed.

Lemma inside_more i a s : inside_of (bit i) s = true -> inside_of a s = true -> inside_of (N.lor (bit i) a) s = true.
Proof.
  unfold inside_of. intros I A. apply N.eqb_eq. apply N.eqb_eq in I, A. apply N.bits_inj. intros j. rewrite N.ldiff_spec, N.lor_spec, N.bits_0.
  apply (f_equal (fun m => N.testbit m j)) in I, A. rewrite N.ldiff_spec, N.bits_0 in I, A.
  destruct (N.testbit (bit i) j), (N.testbit a j), (N.testbit s j); simpl in *; auto.
Qed.

Lemma inside_free i s a b : inside_of i (N.ldiff (N.ldiff s a) b) = true -> inside_of i s = true.
Proof.
  intros H. apply N.eqb_eq, N.bits_inj. intros j. rewrite N.ldiff_spec, N.bits_0. pose proof (inside_bits _ _ H j) as B.
  rewrite !N.ldiff_spec in B. destruct (N.testbit i j), (N.testbit s j); auto. specialize (B eq_refl). discriminate.
Qed.

Lemma inside_trans a b c : inside_of a b = true -> inside_of b c = true -> inside_of a c = true.
Proof.
  intros A B. apply N.eqb_eq, N.bits_inj. intros j. rewrite N.ldiff_spec, N.bits_0. pose proof (inside_bits _ _ A j). pose proof (inside_bits _ _ B j).
  destruct (N.testbit a j), (N.testbit c j); auto; simpl. exfalso. intuition congruence.
Qed.

Lemma closed_sound s c shown parted w t : right shown -> parted_right parted -> forall turns stack, closed size s c shown parted turns stack = true ->
  forall a b side, In (a, b) stack -> inside_of a s = true -> inside_of b s = true -> on w t side a -> on w t (negb side) b ->
  exists r e side, (c <= S e)%nat /\ refuted (select r d) e /\ inside_of r s = true /\ on w t side r.
Proof.
  intros R P. induction turns as [|n turns IH]; intros [|[a b] rest] H; try discriminate; [intros a b side []|]. cbn [closed] in H.
  intros a0 b0 side I A B Oa Ob. destruct (Z.leb_spec 0 n) as [L | L].
  - destruct (n <? size)%Z; [|discriminate]. cbv zeta in H. apply andb_prop in H. destruct H as [J H]. apply inside_free in J. destruct I as [E | I]; [injection E as <- <-|].
    + rewrite <- (N2Nat.id (Z.to_N n)) in H, J. set (i := N.to_nat (Z.to_N n)) in *.
      assert (K : forall s', (forall row, nth_error d i = Some row -> opens w t (fst row) = s') -> s' = side \/ s' = negb side ->
        exists r e side, (c <= S e)%nat /\ refuted (select r d) e /\ inside_of r s = true /\ on w t side r).
      { intros s' X [-> | ->].
        - apply (IH _ H (N.lor (bit (N.of_nat i)) a) b side); auto; [left; reflexivity | apply inside_more; auto | apply on_more; auto].
        - apply (IH _ H a (N.lor (bit (N.of_nat i)) b) side); auto; [right; left; reflexivity | apply inside_more; auto | apply on_more; auto]. }
      destruct (nth_error d i) as [row|] eqn:E.
      * apply (K (opens w t (fst row))); [intros r F; injection F as <-; reflexivity|]. destruct (opens w t (fst row)), side; auto.
      * apply (K side); auto. discriminate.
    + apply (IH _ H a0 b0 side); auto. right. right. exact I.
  - cbv zeta in H. set (k := Z.to_pos _) in H. destruct (if (n mod 2 =? 1)%Z then _ else _) eqn:K; [|discriminate].
    destruct I as [E | I]; [injection E as <- <-|apply (IH _ H a0 b0 side); auto]. destruct (n mod 2 =? 1)%Z.
    + destruct (PositiveMap.find k shown) as [[r e]|] eqn:F; [|discriminate]. apply andb_prop in K. destruct K as [K1 K2]. apply Nat.leb_le in K1.
      apply orb_prop in K2. destruct K2 as [K2 | K2]; [exists r, e, side | exists r, e, (negb side)];
        (split; [exact K1|]; split; [exact (R _ _ _ F)|]; split; [eapply inside_trans; eauto | eapply on_inside; eauto]).
    + exfalso. destruct (PositiveMap.find k parted) as [[u v]|] eqn:F; [|discriminate]. apply orb_prop in K.
      destruct K as [K | K]; apply andb_prop in K; destruct K as [K1 K2].
      * apply (P k u v w t side F); eapply on_inside; eauto.
      * apply (P k u v w t (negb side) F); [eapply on_inside; eauto|]. rewrite negb_involutive. eapply on_inside; eauto.
Qed.

Lemma cases_refuted shown parted s c first turns : right shown -> parted_right parted -> (1 <= c)%nat -> by_cases shown parted s c first turns = true ->
  refuted (select s d) c.
Proof.
  intros R P L H. unfold by_cases in H. destruct (_ && _)%bool eqn:B in H; [|discriminate]. apply andb_prop in H. destruct H as [I H].
  clear B. rewrite <- (N2Nat.id (Z.to_N first)) in H, I. set (i := N.to_nat (Z.to_N first)) in *.
  assert (G : forall w t, exists r side, refuted (select r d) (pred c) /\ inside_of r s = true /\ on w t side r).
  { intros w t. assert (X : exists side, forall row, nth_error d i = Some row -> opens w t (fst row) = side).
    { destruct (nth_error d i) as [row|]; [exists (opens w t (fst row)); intros r E; injection E as <-; reflexivity | exists true; discriminate]. }
    destruct X as (side & X).
    assert (O : on w t side (bit (N.of_nat i))).
    { rewrite <- (N.lor_0_r (bit (N.of_nat i))). apply on_more; [exact X|]. intros j row _ Z0. rewrite N.bits_0 in Z0. discriminate. }
    destruct (closed_sound s c shown parted w t R P _ _ H (bit (N.of_nat i)) 0%N side) as (r & e & side' & E & F & J & K); auto.
    - left. reflexivity.
    - intros j row _ Z0. rewrite N.bits_0 in Z0. discriminate.
    - exists r, side'. split; [|split; assumption]. eapply rule_subset; [exact F | apply incl_refl | lia]. }
  destruct c as [|c]; [lia|]. cbn [pred] in G. apply rule_sides.
  - destruct (G [] 0) as (r & _ & F & J & _). exists (select r d). split; [apply select_sub, J | exact F].
  - intros w t _ _. destruct (G w t) as (r & side & F & J & K).
    assert (M : forall x y, In (x, y) (select r d) -> In (x, y) (select s d) /\ opens w t x = side).
    { intros x y M. split; [apply (select_sub r s d J), M|]. apply select_in in M. destruct M as (j & E & B). apply (K j (x, y) E B). }
    destruct side; [left | right]; (eapply rule_subset; [exact F | | reflexivity]); intros [x y] N; destruct (M x y N) as [N1 N2]; apply in_part;
      (split; [exact N1|]); simpl; rewrite N2; reflexivity.
Qed.

Lemma shown_refuted s sides shown parted set c : complete sides -> right shown -> parted_right parted -> shown_by s sides shown parted = Some (set, c) ->
  refuted (select set d) c.
Proof.
  intros C R P H.
  destruct s as [| t | t factors | t h | t e steps | t e factors | foremost rest | s t a b | t e first turns]; cbn [shown_by] in H; cbv zeta in H;
    try discriminate.
  - apply pieces_right, H.
  - destruct (of_rows d t); [|discriminate]. destruct counts eqn:G; [|discriminate]. destruct (2 <=? _)%nat eqn:L; [|discriminate]. apply Nat.leb_le in L.
    injection H as <- <-. apply (general_refuted constant p q d); auto; [apply data_wide | apply select_part|].
    apply Nat.lt_nge. intros K. apply (up_least _ (S p)) in K; [|lia].
    exact (Nat.lt_irrefl _ (Nat.lt_le_trans _ _ _ (less_than_pow _ L) K)).
  - destruct (of_rows d t); [|discriminate]. destruct (no_affine _ _ _ _) eqn:K; [|discriminate]. injection H as <- <-. eapply no_affine_refuted; [|exact K].
    intros x y I. apply (data_wide x y), (select_incl _ _ _ I).
  - destruct (1 <=? e)%nat eqn:L; [|discriminate]. apply Nat.leb_le in L. destruct (every _ _ _ _ _) eqn:K; [|discriminate].
    injection H as <- <-. eapply every_refuted; eauto.
  - destruct (of_rows d t); [|discriminate]. destruct (1 <=? e)%nat; [|discriminate]. destruct (_ <? _)%nat; [|discriminate].
    destruct (powered _ _ _ _ _) eqn:K; [|discriminate]. injection H as <- <-. apply (powered_refuted constant p q e (map inject_Z factors)); [|exact K].
    intros x y I. apply (data_wide x y), (select_incl _ _ _ I).
  - eapply labels_refuted, H.
  - destruct (of_rows d t); [|discriminate]. destruct (1 <=? e)%nat eqn:L; [|discriminate]. apply Nat.leb_le in L.
    destruct (by_cases _ _ _ _ _ _) eqn:K; [|discriminate]. injection H as <- <-. eapply cases_refuted; eauto.
Qed.

Lemma apart_right s t a b : torn p a b (select s d) (select t d) = true -> forall w q side, on w q side s -> on w q (negb side) t -> False.
Proof.
  intros H w u side S T. assert (W : forall r, wide p (select r d)) by (intros r x y I; apply (data_wide x y), (select_incl _ _ _ I)).
  apply (torn_sound p a b _ _ (W s) (W t) H w u side); intros row I; apply select_in in I; destruct I as (i & E & B); [apply (S i row E B) | apply (T i row E B)].
Qed.

Lemma arrives_refuted count steps : forall sides next shown another parted, complete sides -> right shown -> parted_right parted ->
  arrives count steps sides next shown another parted = true -> exists set c, refuted (select set d) c /\ (count <= S c)%nat.
Proof.
  induction steps as [|s steps IH]; intros sides next shown another parted C R P H; [discriminate|].
  assert (G : forall set c, shown_by s sides shown parted = Some (set, c) ->
    (if (count <=? S c)%nat then last_one steps
     else arrives count steps sides (Pos.succ next) (PositiveMap.add next (set, c) shown) another parted) = true ->
    exists set c, refuted (select set d) c /\ (count <= S c)%nat).
  { intros set c E O. pose proof (shown_refuted _ _ _ _ _ _ C R P E) as F. destruct (Nat.leb_spec count (S c)) as [K | _].
    - exists set, c. split; auto.
    - eapply IH; [exact C | | exact P | exact O]. intros k t e K. destruct (Pos.eq_dec k next) as [-> | N].
      + rewrite PositiveMap.gss in K. injection K as <- <-. exact F.
      + rewrite PositiveMap.gso in K by exact N. eapply R, K. }
  destruct s as [| t | t factors | t h | t e used | t e factors | foremost rest | s t a b | t e first turns]; cbn [arrives] in H;
    try (destruct (shown_by _ sides shown parted) as [[set c]|] eqn:E; [|discriminate]; eapply G; eauto).
  - destruct (of_rows d t); [|discriminate]. destruct (dichotomies p (select t z) h) as [found|] eqn:D; [|discriminate].
    eapply IH; [|exact R|exact P|exact H]. eapply dichotomies_complete, D.
  - destruct (_ && _)%bool eqn:D in H; [|discriminate]. apply andb_prop in D. destruct D as [_ D]. eapply IH; [exact C|exact R| |exact H].
    intros k u v w x side F. destruct (Pos.eq_dec k another) as [-> | N].
    + rewrite PositiveMap.gss in F. injection F as <- <-. apply (apart_right s t a b D).
    + rewrite PositiveMap.gso in F by exact N. eapply P, F.
Qed.

End Steps.

Definition check_needed (constant : bool) (p q : nat) (z : zdata) (bends : list positive) (count : nat) (steps : list step) : bool :=
  if forallb (fun row => (length (fst (fst row)) =? p)%nat) z then
    let pieces := if existsb is_bends steps then by_bends constant p q z bends else None in
    let counts := if existsb is_counted steps then general p q (rational_data z) else false in
    let table := if existsb is_labels steps then numbered (rational_data z) 1 (PositiveMap.empty _) else PositiveMap.empty _ in
    arrives constant p q z pieces counts table count steps None 1 (PositiveMap.empty _) 1 (PositiveMap.empty _)
  else false.

Lemma check_refuted constant p q z bends count steps : check_needed constant p q z bends count steps = true ->
  exists s c, refuted constant s c /\ incl s (rational_data z) /\ (forall x y, In (x, y) s -> length x = p) /\ (count <= S c)%nat.
Proof.
  intros H. unfold check_needed in H. destruct (forallb (fun row => (length (fst (fst row)) =? p)%nat) z) eqn:W; [|discriminate].
  assert (W' : forall row, In row z -> length (fst (fst row)) = p).
  { rewrite forallb_forall in W. intros row I. apply Nat.eqb_eq, W, I. }
  cbv zeta in H. set (pieces := if existsb is_bends steps then _ else _) in H. set (counts := if existsb is_counted steps then _ else _) in H.
  set (table := if existsb is_labels steps then _ else _) in H.
  assert (P0 : forall set c, pieces = Some (set, c) -> refuted constant (select set (rational_data z)) c).
  { intros set c E. unfold pieces in E. destruct (existsb is_bends steps); [|discriminate]. exact (bends_refuted constant p q z W' bends set c E). }
  assert (G0 : counts = true -> general p q (rational_data z) = true).
  { unfold counts. destruct (existsb is_counted steps); [auto | discriminate]. }
  assert (T0 : forall k row, PositiveMap.find k table = Some row -> exists n, nth_error (rational_data z) n = Some row /\ Pos.pred_N k = N.of_nat n).
  { intros k row F. unfold table in F. destruct (existsb is_labels steps); [|rewrite PositiveMap.gempty in F; discriminate].
    apply (numbered_place (rational_data z) 0) in F. destruct F as [F | F]; [exact F | rewrite PositiveMap.gempty in F; discriminate]. }
  assert (R0 : right constant z (PositiveMap.empty _)) by (intros k s c K; rewrite PositiveMap.gempty in K; discriminate).
  assert (X0 : parted_right z (PositiveMap.empty _)) by (intros k u v w t side K; rewrite PositiveMap.gempty in K; discriminate).
  destruct (arrives_refuted constant p q z pieces counts table W' P0 G0 T0 count steps None 1 _ 1 _ I R0 X0 H) as (set & c & R & L).
  exists (select set (rational_data z)), c. split; [exact R|]. split; [apply select_incl|]. split; [|exact L].
  intros x y J. apply (data_wide p z W' x y), (select_incl _ _ _ J).
Qed.

Theorem check_needed_sound : forall p q z bends count steps, check_needed false p q z bends count steps = true ->
  forall n, memorizes n (rational_data z) ->
  exists x y, In (x, y) (rational_data z) /\ (count <= comparisons (spent n x))%nat.
Proof.
  intros p q z bends count steps H n M. destruct (check_refuted _ _ _ _ _ _ _ H) as (s & c & R & I & W & L).
  apply (some_row n _ s c count I L), (refuted_networks s c p n R W). intros x y J. apply M, I, J.
Qed.

(** The same for trees of gates with constant leaves. *)
Theorem check_constant_sound : forall p q z bends count steps, check_needed true p q z bends count steps = true ->
  forall t, flat t -> memorizes (network t) (rational_data z) ->
  exists x y, In (x, y) (rational_data z) /\ (count <= comparisons (spent (network t) x))%nat.
Proof.
  intros p q z bends count steps H t F M. destruct (check_refuted _ _ _ _ _ _ _ H) as (s & c & R & I & _ & L).
  apply (some_row (network t) _ s c count I L), (refuted_flat true s c t R F). intros x y J. apply M, I, J.
Qed.

(** What no step reads makes the steps wrong. *)
Definition stray (h : list Engine.hint) (steps : list step) : list step :=
  match h with [] => steps | _ => Every 0 0 [] :: steps end.

(** Steps as integers, none with the number of a hint: 8 alone, 9 and a set, 10, a set and factors, 11 and a set, 12, a set, a number
    and steps, 23, a set, a number and factors, 24, how many labels, and rows, 25, two sets, how many factors the first has, and
    factors, 26, a set, a number, a row and turns; hints of an execution belong to the dichotomies before them, and to nothing else. *)
Fixpoint split_steps (ls : list (list Z)) : list Engine.hint * list step :=
  match ls with
  | [] => ([], [])
  | l :: ls =>
      let (h, steps) := split_steps ls in
      match l with
      | [8%Z] => ([], Bends :: stray h steps)
      | [9%Z; s] => ([], Counted (Z.to_N s) :: stray h steps)
      | 10%Z :: s :: factors => ([], Uninterpolable (Z.to_N s) factors :: stray h steps)
      | [11%Z; s] => ([], Dichotomies (Z.to_N s) h :: steps)
      | 12%Z :: s :: c :: used => ([], Every (Z.to_N s) (Z.to_nat c) (map Z.to_pos used) :: stray h steps)
      | 23%Z :: s :: c :: factors => ([], Powered (Z.to_N s) (Z.to_nat c) factors :: stray h steps)
      | 24%Z :: labels :: rows =>
          ([], Labels (map Z.to_pos (firstn (Z.to_nat labels) rows)) (map Z.to_pos (skipn (Z.to_nat labels) rows)) :: stray h steps)
      | 25%Z :: s :: t :: few :: factors =>
          ([], Apart (Z.to_N s) (Z.to_N t) (firstn (Z.to_nat few) factors) (skipn (Z.to_nat few) factors) :: stray h steps)
      | 26%Z :: s :: c :: first :: turns => ([], Cases (Z.to_N s) (Z.to_nat c) first turns :: stray h steps)
      | _ => (Hints.hint_of l :: h, steps)
      end
  end.

Definition need_steps (numerals : list Number.uint) : list step :=
  let (h, steps) := split_steps (lists numerals) in stray h steps.
