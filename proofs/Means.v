(** Certificates that comparisons are needed in the mean over the rows of data (docs/reference/format.md, mean comparisons needed),
    checked by computation; and their soundness. *)

From Coq Require Import NArith ZArith QArith List Bool Arith Lia Lqa FMapPositive.
From Memocert Require Import Model NormalForm Numerals Checker Counting Shallow Unfit Entropy.
From Memocert Require Needed Engine Hints.
Import List ListNotations.
Open Scope Z_scope.

(** * What is said *)

(** Every network; or trees of gates with constant leaves; or trees of tests of single coordinates. *)
Definition spoken_of (axis constant : bool) (n : net) : Prop :=
  if axis then axis_tree constant n else if constant then exists t, flat t /\ network t = n else True.

(** All comparisons at the rows of data, at each as often as it is counted. *)
Definition comparisons_made (n : net) (d : data) (counts : list Z) : Z :=
  fold_right (fun row sum => snd row * Z.of_nat (comparisons (spent n (fst (fst row)))) + sum) 0 (combine d counts).

Definition rows_counted (counts : list Z) : Z := fold_right Z.add 0 counts.

(** * Trees, and rows that count several times *)

Definition weighted : Type := list ((vec * vec) * Z).

Definition cost (t : tree) (l : weighted) : Z := fold_right (fun row sum => snd row * Z.of_nat (tests t (fst (fst row))) + sum) 0 l.
Definition weight (l : weighted) : Z := fold_right (fun row sum => snd row + sum) 0 l.

Definition above (w : vec) (q : Q) (l : weighted) : weighted := filter (fun row => opens w q (fst (fst row))) l.
Definition below (w : vec) (q : Q) (l : weighted) : weighted := filter (fun row => negb (opens w q (fst (fst row)))) l.

Definition not_negative (l : weighted) : Prop := Forall (fun row => 0 <= snd row) l.

Lemma cost_sides w q b a l : cost (Test w q b a) l = weight l + (cost a (above w q l) + cost b (below w q l)).
Proof.
  unfold cost, weight, above, below. induction l as [|row l IH]; [reflexivity|]. cbn [fold_right filter tests] in *. rewrite IH.
  destruct (opens w q (fst (fst row))); cbn [negb fold_right]; lia.
Qed.

Lemma weight_positive l : not_negative l -> 0 <= weight l.
Proof. induction 1 as [|row l H F IH]; cbn [weight fold_right]; [lia|]. fold (weight l). lia. Qed.

Lemma cost_positive t l : not_negative l -> 0 <= cost t l.
Proof. induction 1 as [|row l H F IH]; cbn [cost fold_right]; [lia|]. fold (cost t l). nia. Qed.

Lemma leaf_cost rows l : cost (Leaf rows) l = 0.
Proof. unfold cost. induction l as [|row l IH]; [reflexivity|]. cbn [fold_right tests] in *. rewrite IH. lia. Qed.

Lemma all_below w q l : above w q l = [] -> below w q l = l.
Proof.
  unfold above, below. induction l as [|row l IH]; [reflexivity|]. cbn [filter]. destruct (opens w q (fst (fst row))); [discriminate|].
  intros H. cbn [negb]. rewrite IH by exact H. reflexivity.
Qed.

Lemma all_above w q l : below w q l = [] -> above w q l = l.
Proof.
  unfold above, below. induction l as [|row l IH]; [reflexivity|]. cbn [filter]. destruct (opens w q (fst (fst row))); [|discriminate].
  cbn [negb]. intros H. rewrite IH by exact H. reflexivity.
Qed.

Lemma in_rows (l : weighted) x y : In (x, y) (map fst l) <-> exists n, In ((x, y), n) l.
Proof.
  rewrite in_map_iff. split; [intros ([r n] & E & I); cbn [fst] in E; subst r; eauto | intros (n & I); exists ((x, y), n); auto].
Qed.

Lemma recalls_above w q b a l : recalls (Test w q b a) (map fst l) -> recalls a (map fst (above w q l)).
Proof.
  intros R x y I. apply in_rows in I. destruct I as (n & I). apply filter_In in I. destruct I as [I O]. cbn [fst] in O.
  specialize (R x y (proj2 (in_rows l x y) (ex_intro _ n I))). cbn [value] in R. rewrite O in R. exact R.
Qed.

Lemma recalls_below w q b a l : recalls (Test w q b a) (map fst l) -> recalls b (map fst (below w q l)).
Proof.
  intros R x y I. apply in_rows in I. destruct I as (n & I). apply filter_In in I. destruct I as [I O]. cbn [fst] in O.
  apply negb_true_iff in O. specialize (R x y (proj2 (in_rows l x y) (ex_intro _ n I))). cbn [value] in R. rewrite O in R. exact R.
Qed.

Lemma filtered f (l : weighted) : not_negative l -> not_negative (filter f l).
Proof. unfold not_negative. rewrite !Forall_forall. intros N row I. apply filter_In in I. apply N, I. Qed.

(** * The rule *)

Section Kind.

Variables axis constant : bool.

Definition admitted (w : vec) : Prop := axis = true -> exists j, forall x, dot w x == nth j x 0%Q.

Fixpoint tested (t : tree) : Prop :=
  match t with
  | Leaf rows => constant = true -> flat (Leaf rows)
  | Test w _ b a => admitted w /\ tested b /\ tested a
  end.

(** Every such tree that memorizes these rows makes so many tests on them, each as often as it counts. *)
Definition costly (l : weighted) (least : Z) : Prop := forall t, tested t -> recalls t (map fst l) -> least <= cost t l.

Definition unfit (l : weighted) : Prop := forall rows, tested (Leaf rows) -> recalls (Leaf rows) (map fst l) -> False.

(** A leaf is not enough, and a test leaves what both of its sides cost. *)
Theorem rule_total : forall l least, not_negative l -> unfit l ->
  (forall w q, admitted w -> above w q l <> [] -> below w q l <> [] ->
    exists a b, costly (above w q l) a /\ costly (below w q l) b /\ least <= weight l + (a + b)) ->
  costly l least.
Proof.
  intros l least N U H t. induction t as [rows | w q b IHb a IHa]; intros F R; [destruct (U rows F R)|].
  destruct F as (W & Fb & Fa). pose proof (weight_positive l N) as P.
  pose proof (recalls_above _ _ _ _ _ R) as Ra. pose proof (recalls_below _ _ _ _ _ R) as Rb. rewrite cost_sides.
  destruct (above w q l) as [|ra la] eqn:A.
  - rewrite (all_below w q l A) in *. specialize (IHb Fb Rb). cbn [cost fold_right]. lia.
  - destruct (below w q l) as [|rb lb] eqn:B.
    + rewrite <- A, (all_above w q l B) in *. specialize (IHa Fa Ra). cbn [cost fold_right]. lia.
    + rewrite <- A, <- B in *. destruct (H w q W) as (u & v & Cu & Cv & L); [rewrite A; discriminate | rewrite B; discriminate|].
      specialize (Cu a Fa Ra). specialize (Cv b Fb Rb). lia.
Qed.

(** What a leaf does not fit takes one comparison at each row. *)
Lemma unfit_costly l : not_negative l -> unfit l -> costly l (weight l).
Proof.
  intros N U. apply rule_total; auto. intros w q _ _ _. exists 0, 0.
  repeat split; [| |lia]; intros t _ _; apply cost_positive, filtered, N.
Qed.

Lemma costly_unfit l least : costly l least -> 0 < least -> unfit l.
Proof. intros C L rows F R. specialize (C (Leaf rows) F R). rewrite leaf_cost in C. lia. Qed.

Lemma refuted_unfit l : refuted false (map fst l) 0 -> unfit l.
Proof. intros R rows F M. apply (R (Leaf rows)); auto; [discriminate|]. intros x y I. simpl. lia. Qed.

(** Two labels. *)
Definition mixed (s : data) : bool :=
  match s with
  | [] => false
  | row :: rest => existsb (fun other => negb (agrees (snd other) (snd row))) rest
  end.

Lemma mixed_unfit l : constant = true -> mixed (map fst l) = true -> unfit l.
Proof.
  intros C M rows F R. specialize (F C). destruct (map fst l) as [|[x y] rest] eqn:E; [discriminate|]. cbn [mixed] in M.
  apply existsb_exists in M. destruct M as ([u v] & I & M). apply negb_true_iff in M. cbn [snd] in M.
  assert (S : same v y).
  { eapply same_trans; [apply same_sym, (R u v); right; exact I|]. eapply same_trans; [apply (leaf_constant rows u x F)|].
    apply R. left. reflexivity. }
  apply agrees_iff in S. congruence.
Qed.

(** * Sets of rows *)

Lemma select_filter {A} (f : A -> bool) l : forall s m,
  (forall i row, nth_error l i = Some row -> N.testbit s (N.of_nat i) = true -> N.testbit m (N.of_nat i) = f row) ->
  filter f (select s l) = select (N.land s m) l /\ filter (fun row => negb (f row)) (select s l) = select (N.ldiff s m) l.
Proof.
  induction l as [|row l IH]; intros s m H; [split; reflexivity|]. cbn [select].
  destruct (IH (N.div2 s) (N.div2 m)) as [I1 I2].
  { intros i r E B. rewrite div2_bit in *. rewrite <- Nat2N.inj_succ in *. apply (H (S i) r E B). }
  assert (D1 : N.div2 (N.land s m) = N.land (N.div2 s) (N.div2 m)).
  { apply N.bits_inj. intros i. rewrite N.land_spec, !div2_bit, N.land_spec. reflexivity. }
  assert (D2 : N.div2 (N.ldiff s m) = N.ldiff (N.div2 s) (N.div2 m)).
  { apply N.bits_inj. intros i. rewrite N.ldiff_spec, !div2_bit, N.ldiff_spec. reflexivity. }
  rewrite D1, D2, !odd_bit, N.land_spec, N.ldiff_spec, <- I1, <- I2. specialize (H 0%nat row eq_refl).
  change (N.of_nat 0) with 0%N in H. destruct (N.testbit s 0); [|split; reflexivity]. rewrite (H eq_refl). cbn [filter andb].
  destruct (f row); split; reflexivity.
Qed.

Fixpoint mask_of {A} (f : A -> bool) (d : list A) : N :=
  match d with
  | [] => 0
  | row :: d' => let m := mask_of f d' in if f row then N.succ_double m else N.double m
  end.

Lemma mask_of_bit {A} (f : A -> bool) d : forall i row, nth_error d i = Some row -> N.testbit (mask_of f d) (N.of_nat i) = f row.
Proof.
  induction d as [|r d IH]; intros i row E; [destruct i; discriminate|]. cbn [mask_of]. destruct i as [|i].
  - injection E as ->. destruct (f row); [exact (proj2 (Needed.succ_double_bit (mask_of f d) 0)) | exact (proj2 (Needed.double_bit (mask_of f d) 0))].
  - rewrite Nat2N.inj_succ. destruct (f r);
      [rewrite (proj1 (Needed.succ_double_bit _ _)) | rewrite (proj1 (Needed.double_bit _ _))]; apply IH, E.
Qed.

Lemma smallest {A} (f : A -> Q) (q : Q) l : (exists r, In r l /\ (q <= f r)%Q) ->
  exists r, In r l /\ (q <= f r)%Q /\ forall other, In other l -> (q <= f other)%Q -> (f r <= f other)%Q.
Proof.
  induction l as [|a l IH]; intros (r & I & L); [destruct I|].
  destruct (existsb (fun r => Qle_bool q (f r)) l) eqn:X.
  - apply existsb_exists in X. destruct X as (b & Ib & B). apply Qle_bool_iff in B.
    destruct IH as (m & Im & Lm & Hm); [eauto|]. destruct (Qle_bool q (f a) && Qle_bool (f a) (f m)) eqn:C.
    + apply andb_prop in C. destruct C as [C1 C2]. apply Qle_bool_iff in C1, C2. exists a. split; [left; reflexivity|]. split; [exact C1|].
      intros o [<- | Io] Lo; [lra|]. specialize (Hm o Io Lo). lra.
    + exists m. split; [right; exact Im|]. split; [exact Lm|]. intros o [<- | Io] Lo; [|auto].
      apply Qle_bool_iff in Lo. rewrite Lo in C. cbn [andb] in C. destruct (Qlt_le_dec (f m) (f a)) as [K|K]; [lra|].
      apply Qle_bool_iff in K. congruence.
  - exists a. assert (Z : forall o, In o l -> (q <= f o)%Q -> False).
    { intros o Io Lo. apply Qle_bool_iff in Lo. assert (Y : existsb (fun r => Qle_bool q (f r)) l = true) by (apply existsb_exists; eauto). congruence. }
    destruct I as [-> | I]; [|destruct (Z r I L)]. split; [left; reflexivity|]. split; [exact L|].
    intros o [<- | Io] Lo; [lra | destruct (Z o Io Lo)].
Qed.

(** * Steps *)

Inductive step :=
| Uninterpolable (s : N) (factors : list Z)
| Dichotomies (s : N) (h : list Engine.hint)
| Every (s : N).

Variables (p q : nat) (z : zdata) (counts : list Z).

Let d : data := rational_data z.
Let rows : weighted := combine d counts.

(** What is known of sets, 0 of others; and a set with all its divisions. *)
Definition known : Type := PositiveMap.t Z.
Definition divisions : Type := option (N * list N).

Definition known_of (shown : known) (s : N) : Z := match PositiveMap.find (N.succ_pos s) shown with Some least => least | None => 0 end.

(** The tests of a coordinate, at each of its values. *)
Definition thresholds : list N :=
  flat_map (fun j => map (fun row => mask_of (fun other => Qle_bool (nth j (fst row) 0%Q) (nth j (fst other) 0%Q)) d) d) (seq 0 p).

(** The least that the two sides of a division show together, and found before. *)
Fixpoint least (shown : known) (s : N) (masks : list N) (found : option Z) : option Z :=
  match masks with
  | [] => found
  | m :: masks =>
      let a := N.land s m in
      let b := N.ldiff s m in
      if N.eqb a 0 || N.eqb b 0 then least shown s masks found
      else let sum := known_of shown a + known_of shown b in
           least shown s masks (Some (match found with Some v => Z.min v sum | None => sum end))
  end.

Definition shown_by (s : step) (sides : divisions) (shown : known) : option (N * Z) :=
  match s, sides with
  | Uninterpolable s factors, _ =>
      if of_rows d s && no_affine p q (map inject_Z factors) (select s d) then Some (s, weight (select s rows)) else None
  | Every s, Some (chosen, masks) =>
      match least shown s masks None with
      | Some sum =>
          if inside_of s chosen && ((0 <? sum) || (0 <? known_of shown s) || constant && mixed (select s d))
          then Some (s, weight (select s rows) + sum) else None
      | None => None
      end
  | _, _ => None
  end.

Variable enough : Z -> bool.

(** The first step that shows enough is the last. *)
Fixpoint arrives (steps : list step) (sides : divisions) (shown : known) : bool :=
  match steps with
  | [] => false
  | Dichotomies s h :: steps' =>
      if negb axis && of_rows d s then
        match Needed.dichotomies p (select s z) h with
        | Some found => arrives steps' (Some (s, map (Needed.mask (length d) s) found)) shown
        | None => false
        end
      else false
  | s :: steps' =>
      match shown_by s sides shown with
      | Some (set, sum) =>
          if enough sum then match steps' with [] => true | _ => false end
          else arrives steps' sides (PositiveMap.add (N.succ_pos set) sum shown)
      | None => false
      end
  end.

(** * Soundness *)

Hypothesis widths : forall row, In row z -> length (fst (fst row)) = p.
Hypothesis sizes : map fst rows = d.
Hypothesis counts_positive : not_negative rows.

Definition right (shown : known) : Prop := forall s, costly (select s rows) (known_of shown s).

(** Each test divides the chosen rows as some mask does, or has all rows on one side. *)
Definition covered (sides : divisions) : Prop :=
  match sides with
  | None => True
  | Some (chosen, masks) => forall w c, admitted w ->
      (exists m, In m masks /\ forall i row, nth_error d i = Some row -> N.testbit chosen (N.of_nat i) = true ->
        N.testbit m (N.of_nat i) = opens w c (fst row)) \/
      (exists side, forall row, In row d -> opens w c (fst row) = side)
  end.

Lemma selected_positive s : not_negative (select s rows).
Proof. unfold not_negative in *. rewrite Forall_forall in *. intros row I. apply counts_positive, (select_incl _ _ _ I). Qed.

Lemma selected_rows s : map fst (select s rows) = select s d.
Proof. rewrite <- Needed.select_map, sizes. reflexivity. Qed.

Lemma least_found shown s masks : forall found v, least shown s masks found = Some v ->
  (forall u, found = Some u -> v <= u) /\
  (forall m, In m masks -> N.land s m <> 0%N -> N.ldiff s m <> 0%N -> v <= known_of shown (N.land s m) + known_of shown (N.ldiff s m)) /\
  (found = Some v \/ exists m, v = known_of shown (N.land s m) + known_of shown (N.ldiff s m)).
Proof.
  induction masks as [|m masks IH]; intros found v H; cbn [least] in H.
  - subst found. split; [intros u [= ->]; lia|]. split; [intros m []|auto].
  - cbv zeta in H. destruct (_ || _)%bool eqn:E in H.
    + destruct (IH _ _ H) as (H1 & H2 & H3). split; [exact H1|]. split; [|exact H3]. intros n [<- | I] A B; [|auto].
      exfalso. apply orb_prop in E. destruct E as [E | E]; apply N.eqb_eq in E; contradiction.
    + destruct (IH _ _ H) as (H1 & H2 & H3). specialize (H1 _ eq_refl). split; [|split].
      * intros u ->. lia.
      * intros n [<- | I] A B; [destruct found; lia | auto].
      * destruct H3 as [[= H3] | H3]; [|auto]. destruct found as [u|]; [|eauto].
        destruct (Z.min_spec u (known_of shown (N.land s m) + known_of shown (N.ldiff s m))) as [[_ K] | [_ K]]; rewrite K in H3; subst; eauto.
Qed.

Lemma every_costly sides shown s sum : covered sides -> right shown -> shown_by (Every s) sides shown = Some (s, sum) ->
  costly (select s rows) sum.
Proof.
  intros C R H. cbn [shown_by] in H. destruct sides as [[chosen masks]|]; [|discriminate].
  destruct (least shown s masks None) as [v|] eqn:L; [|discriminate]. destruct (_ && _)%bool eqn:U in H; [|discriminate]. injection H as <-.
  apply andb_prop in U. destruct U as [I U]. destruct (least_found _ _ _ _ _ L) as (_ & L1 & [? | (m & L2)]); [discriminate|].
  apply rule_total; [apply selected_positive| |].
  - apply orb_prop in U. destruct U as [U | U]; [apply orb_prop in U; destruct U as [U | U]; apply Z.ltb_lt in U|].
    + intros leaf F M.
      assert (G : forall r, inside_of r s = true -> known_of shown r <= 0).
      { intros r J. rewrite <- (leaf_cost leaf (select r rows)). apply R; [exact F|]. intros x y K. apply M.
        rewrite selected_rows in *. apply (select_sub r s d J), K. }
      assert (J1 : inside_of (N.land s m) s = true).
      { apply N.eqb_eq, N.bits_inj. intros i. rewrite N.ldiff_spec, N.land_spec, N.bits_0. destruct (N.testbit s i), (N.testbit m i); reflexivity. }
      assert (J2 : inside_of (N.ldiff s m) s = true).
      { apply N.eqb_eq, N.bits_inj. intros i. rewrite !N.ldiff_spec, N.bits_0. destruct (N.testbit s i), (N.testbit m i); reflexivity. }
      specialize (G _ J1) as G1. specialize (G _ J2) as G2. lia.
    + exact (costly_unfit _ _ (R s) U).
    + apply andb_prop in U. destruct U as [U1 U2]. apply mixed_unfit; [exact U1|]. rewrite selected_rows. exact U2.
  - intros w c W A B. destruct (C w c W) as [(n & In & N) | (side & N)].
    + destruct (select_filter (fun row => opens w c (fst (fst row))) rows s n) as [S1 S2].
      { intros i row E T. assert (E' : nth_error d i = Some (fst row)) by (rewrite <- sizes; apply map_nth_error, E).
        apply (N i (fst row) E'). apply (inside_bits s chosen I), T. }
      fold (above w c (select s rows)) in S1. fold (below w c (select s rows)) in S2. rewrite S1, S2 in *.
      exists (known_of shown (N.land s n)), (known_of shown (N.ldiff s n)). split; [apply R|]. split; [apply R|].
      apply Z.add_le_mono_l, L1; [exact In | |].
      * intros E. rewrite E in A. apply A. clear. induction rows as [|r l IH]; [reflexivity|]. cbn [select N.odd N.div2]. exact IH.
      * intros E. rewrite E in B. apply B. clear. induction rows as [|r l IH]; [reflexivity|]. cbn [select N.odd N.div2]. exact IH.
    + exfalso. assert (K : forall row, In row (select s rows) -> opens w c (fst (fst row)) = side).
      { intros row J. apply N. rewrite <- sizes. apply in_map, (select_incl _ _ _ J). }
      destruct side.
      * destruct (below w c (select s rows)) as [|r l] eqn:E; [apply B; reflexivity|]. assert (J : List.In r (below w c (select s rows))) by (rewrite E; left; reflexivity).
        apply filter_In in J. destruct J as [J O]. rewrite (K r J) in O. discriminate.
      * destruct (above w c (select s rows)) as [|r l] eqn:E; [apply A; reflexivity|]. assert (J : List.In r (above w c (select s rows))) by (rewrite E; left; reflexivity).
        apply filter_In in J. destruct J as [J O]. rewrite (K r J) in O. discriminate.
Qed.

Lemma shown_costly s sides shown set sum : covered sides -> right shown -> shown_by s sides shown = Some (set, sum) ->
  costly (select set rows) sum.
Proof.
  intros C R H. destruct s as [s factors | s h | s].
  - cbn [shown_by] in H. destruct (_ && _)%bool eqn:E in H; [|discriminate]. injection H as <- <-. apply andb_prop in E. destruct E as [_ E].
    apply unfit_costly; [apply selected_positive|]. apply refuted_unfit. rewrite selected_rows.
    apply (no_affine_refuted false p q (map inject_Z factors)); [|exact E].
    intros x y I. apply select_incl in I. unfold d, rational_data in I. apply in_map_iff in I. destruct I as (row & F & I). injection F as <- <-.
    unfold rationals. rewrite map_length. apply widths, I.
  - destruct sides; discriminate.
  - assert (set = s) as ->; [|eapply every_costly; eauto]. cbn [shown_by] in H. destruct sides as [[chosen masks]|]; [|discriminate].
    destruct (least _ _ _ _); [|discriminate]. destruct (_ && _)%bool in H; [|discriminate]. injection H as -> _. reflexivity.
Qed.

Lemma right_more shown set sum : right shown -> costly (select set rows) sum -> right (PositiveMap.add (N.succ_pos set) sum shown).
Proof.
  intros R C s. unfold known_of. destruct (N.eq_dec s set) as [-> | E].
  - rewrite PositiveMap.gss. exact C.
  - rewrite PositiveMap.gso; [apply R|]. intros F. apply E. apply (f_equal N.pos) in F. rewrite !N.succ_pos_spec in F. lia.
Qed.

Lemma arrives_costly steps : forall sides shown, covered sides -> right shown -> arrives steps sides shown = true ->
  exists set sum, costly (select set rows) sum /\ enough sum = true.
Proof.
  induction steps as [|s steps IH]; intros sides shown C R H; [discriminate|].
  assert (G : match shown_by s sides shown with
      | Some (set, sum) =>
          if enough sum then match steps with [] => true | _ => false end
          else arrives steps sides (PositiveMap.add (N.succ_pos set) sum shown)
      | None => false
      end = true -> exists set sum, costly (select set rows) sum /\ enough sum = true).
  { intros O. destruct (shown_by s sides shown) as [[set sum]|] eqn:E; [|discriminate]. pose proof (shown_costly _ _ _ _ _ C R E) as K.
    destruct (enough sum) eqn:F; [eauto|]. apply (IH _ _ C (right_more _ _ _ R K) O). }
  destruct s as [s factors | s h | s]; cbn [arrives] in H; [apply G, H | | apply G, H]. clear G.
  destruct (_ && _)%bool eqn:A in H; [|discriminate]. apply andb_prop in A. destruct A as [A _]. apply negb_true_iff in A.
  destruct (Needed.dichotomies p (select s z) h) as [found|] eqn:D; [|discriminate]. refine (IH _ _ _ R H).
  intros w c _. left. eexists. split; [exact (Needed.dichotomies_complete p z widths s h found D w c)|].
  intros i row E B. exact (Needed.mask_bit (fun row => opens w c (fst row)) d s i row E B).
Qed.

Lemma thresholds_covered : axis = true -> covered (Some (N.ones (N.of_nat (length d)), thresholds)).
Proof.
  intros A w c W. destruct (W A) as (j & J).
  assert (O : forall row : vec * vec, opens w c (fst row) = Qle_bool c (nth j (fst row) 0%Q)).
  { intros row. unfold opens. apply Qle_bool_eq; [reflexivity | apply J]. }
  destruct (existsb (fun row => opens w c (fst row)) d) eqn:X.
  - destruct (lt_dec j p) as [L | L].
    + left. apply existsb_exists in X. destruct X as (r & Ir & X). rewrite O in X. apply Qle_bool_iff in X.
      destruct (smallest (fun row : vec * vec => nth j (fst row) 0%Q) c d) as (m & Im & Lm & Hm); [eauto|].
      exists (mask_of (fun other => Qle_bool (nth j (fst m) 0%Q) (nth j (fst other) 0%Q)) d). split.
      * unfold thresholds. apply in_flat_map. exists j. split; [apply in_seq; lia|]. apply in_map_iff. eauto.
      * intros i row E _. rewrite (mask_of_bit _ d i row E), O. apply eq_true_iff_eq. rewrite !Qle_bool_iff. split; intros K.
        -- eapply Qle_trans; [exact Lm | exact K].
        -- apply Hm; [eapply nth_error_In, E | exact K].
    + right. exists (Qle_bool c 0). intros [x y] I. rewrite O. cbn [fst]. rewrite nth_overflow; [reflexivity|].
      unfold d, rational_data in I. apply in_map_iff in I. destruct I as (row & F & I). injection F as <- <-.
      unfold rationals. rewrite map_length, (widths row I). lia.
  - right. exists false. intros row I. destruct (opens w c (fst row)) eqn:E; [|reflexivity].
    assert (Y : existsb (fun row => opens w c (fst row)) d = true) by (apply existsb_exists; eauto). congruence.
Qed.

(** A part costs no more than all. *)
Lemma part_cost t s : forall l, not_negative l -> cost t (select s l) <= cost t l.
Proof.
  intros l N. revert s. induction N as [|row l P N IH]; intros s; [cbn; lia|]. cbn [select]. specialize (IH (N.div2 s)).
  unfold cost in *. cbn beta in P. assert (K : 0 <= snd row * Z.of_nat (tests t (fst (fst row)))) by (apply Z.mul_nonneg_nonneg; lia).
  destruct (N.odd s); cbn [fold_right]; lia.
Qed.

End Kind.

(** * From networks to trees *)

Lemma axis_tested constant n : axis_tree constant n -> exists t, tested true constant t /\ network t = n.
Proof.
  induction 1 as [rows Z0 | j normal threshold b a J _ (tb & Fb & <-) _ (ta & Fa & <-)].
  - exists (Leaf rows). split; [exact Z0 | reflexivity].
  - exists (Test normal threshold tb ta). cbn [tested network]. repeat split; auto. intros _. exists j. exact J.
Qed.

Lemma flat_tested t : flat t -> tested false true t.
Proof. induction t as [rows | w q b IHb a IHa]; cbn [flat tested]; intros F; [intros _; exact F|]. destruct F. repeat split; auto. discriminate. Qed.

Lemma any_tested t : tested false false t.
Proof. induction t as [rows | w q b IHb a IHa]; cbn [tested]; [discriminate|]. repeat split; auto. discriminate. Qed.

Lemma first_of {A B} (l : list A) : forall m : list B, length m = length l -> map fst (combine l m) = l.
Proof. induction l as [|a l IH]; intros [|b m] H; try discriminate; [reflexivity|]. cbn [combine map fst]. rewrite IH; [reflexivity | injection H; auto]. Qed.

Lemma spoken_tree axis constant p n d : spoken_of axis constant n -> (forall x y, In (x, y) d -> length x = p) -> memorizes n d ->
  exists t, tested axis constant t /\ recalls t d /\ forall x y, In (x, y) d -> tests t x = comparisons (spent n x).
Proof.
  intros S W M.
  assert (G : forall t, network t = n -> recalls t d /\ forall x y, In (x, y) d -> tests t x = comparisons (spent n x)).
  { intros t <-. split; [intros x y I; rewrite <- network_value; apply M, I | intros; symmetry; apply network_tests]. }
  destruct axis; [|destruct constant]; cbn [spoken_of] in S.
  - destruct (axis_tested _ _ S) as (t & F & E). exists t. split; [exact F | apply G, E].
  - destruct S as (t & F & E). exists t. split; [apply flat_tested, F | apply G, E].
  - exists (unroll p n). split; [apply any_tested|]. split; intros x y I; destruct (normal_form n p x (W _ _ I)) as [E T]; [|exact T].
    eapply same_trans; [exact E | apply M, I].
Qed.

Lemma made_cost n t d counts : (forall x y, In (x, y) d -> tests t x = comparisons (spent n x)) ->
  comparisons_made n d counts = cost t (combine d counts).
Proof.
  unfold comparisons_made, cost. revert counts. induction d as [|[x y] d IH]; intros [|c counts] H; try reflexivity. cbn [combine fold_right fst snd].
  rewrite IH by (intros u v I; apply (H u v); right; exact I). rewrite (H x y) by (left; reflexivity). reflexivity.
Qed.

(** * The checker *)

Definition check_means (axis constant : bool) (p q : nat) (z : zdata) (counts : list Z) (mean : Q) (steps : list step) : bool :=
  if forallb (fun row => (length (fst (fst row)) =? p)%nat) z && (length counts =? length z)%nat && forallb (Z.leb 0) counts then
    let d := rational_data z in
    let sides := if axis then Some (N.ones (N.of_nat (length d)), thresholds p z) else None in
    let least := (mean * inject_Z (rows_counted counts))%Q in
    arrives axis constant p q z counts (fun sum => Qle_bool least (inject_Z sum)) steps sides (PositiveMap.empty _)
  else false.

Theorem check_means_sound : forall axis constant p q z counts mean steps,
  check_means axis constant p q z counts mean steps = true ->
  forall n, spoken_of axis constant n -> memorizes n (rational_data z) ->
  (mean * inject_Z (rows_counted counts) <= inject_Z (comparisons_made n (rational_data z) counts))%Q.
Proof.
  intros axis constant p q z counts mean steps H n S M. unfold check_means in H.
  destruct (_ && _)%bool eqn:E in H; [|discriminate]. rewrite !andb_true_iff, !forallb_forall, Nat.eqb_eq in E. destruct E as [[W L] P].
  assert (W' : forall row, In row z -> length (fst (fst row)) = p) by (intros row I; apply Nat.eqb_eq, W, I).
  set (d := rational_data z) in *. assert (F : map fst (combine d counts) = d).
  { apply first_of. unfold d, rational_data. rewrite map_length. exact L. }
  assert (N : not_negative (combine d counts)).
  { apply Forall_forall. intros [row c] I. apply in_combine_r in I. apply Z.leb_le, P, I. }
  assert (Wd : forall x y, In (x, y) d -> length x = p).
  { intros x y I. unfold d, rational_data in I. apply in_map_iff in I. destruct I as (row & G & I). injection G as <- <-.
    unfold rationals. rewrite map_length. apply W', I. }
  destruct (spoken_tree axis constant p n d S Wd M) as (t & T & R & C). rewrite (made_cost n t d counts C).
  cbv zeta in H. apply (arrives_costly axis constant p q z counts _ W' F N) in H.
  - destruct H as (set & sum & K & B). apply Qle_bool_iff in B. eapply Qle_trans; [exact B|]. rewrite <- Zle_Qle.
    eapply Z.le_trans; [|apply part_cost, N]. apply K; [exact T|]. intros x y I. apply R. rewrite (selected_rows z counts F) in I.
    apply (select_incl _ _ _ I).
  - destruct axis; [apply thresholds_covered; auto | exact I].
  - intros s u _ _. unfold known_of. rewrite PositiveMap.gempty. apply cost_positive. apply (selected_positive z counts N).
Qed.

(** * Steps as integers: 10, a set and factors, 11 and a set, 12 and a set; hints of an execution belong to the dichotomies before
    them, and to nothing else. *)

Definition stray (h : list Engine.hint) (steps : list step) : list step :=
  match h with [] => steps | _ => Every 0 :: steps end.

Fixpoint split_steps (ls : list (list Z)) : list Engine.hint * list step :=
  match ls with
  | [] => ([], [])
  | l :: ls =>
      let (h, steps) := split_steps ls in
      match l with
      | 10 :: s :: factors => ([], Uninterpolable (Z.to_N s) factors :: stray h steps)
      | [11; s] => ([], Dichotomies (Z.to_N s) h :: steps)
      | [12; s] => ([], Every (Z.to_N s) :: stray h steps)
      | _ => (Hints.hint_of l :: h, steps)
      end
  end.

Definition mean_steps (numerals : list Number.uint) : list step :=
  let (h, steps) := split_steps (lists numerals) in stray h steps.
