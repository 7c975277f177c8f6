(** Points and balls: right at every z of each row's own ball, and wrong as near beyond it as is stated. *)

From Coq Require Import ZArith QArith Qabs List Lia Lqa Bool.
From Memocert Require Import Forms Engine Goals Claims Bridge Within Segment.
From Memocert Require Model Checker.
Import ListNotations.
Open Scope Z_scope.

Notation values_over := Checker.values_over.
Notation rationals := Checker.rationals.

(** * What is claimed *)

(** What the output is to be: a vector; or greatest at one place, of all or in the first numbers and in those behind. *)
Inductive target := Label (y : values_over) | Class (label : nat) | Both (label first : nat).

Definition right (t : target) (v : Model.vec) : Prop :=
  match t with
  | Label y => same v (rationals y)
  | Class label => Checker.wins label v
  | Both label first => Checker.wins label (firstn first v) /\ Checker.wins label (skipn first v)
  end.

(** The closed and the open ball, max_j |z_j - x_j| <= r and < r. *)
Definition within (r : Q) (x z : Model.vec) : Prop := Forall2 (fun a b => (Qabs (b - a) <= r)%Q) x z.
Definition strictly_within (r : Q) (x z : Model.vec) : Prop := Forall2 (fun a b => (Qabs (b - a) < r)%Q) x z.

(** The infimum of the distances to points that are not good is at most s. *)
Definition bad_within (s : Q) (good : Model.vec -> Prop) (x : Model.vec) : Prop :=
  forall e, (0 < e)%Q -> exists z, within (s + e) x z /\ ~ good z.

Inductive radius := All | Wrong | Closed (r : Q) (s : option Q) | Opened (r : Q) (s : option Q).

Definition has_radius (good : Model.vec -> Prop) (x : Model.vec) (r : radius) : Prop :=
  match r with
  | All => forall z, length z = length x -> good z
  | Wrong => ~ good x
  | Closed r s =>
      (0 <= r)%Q /\ (forall z, within r x z -> good z) /\ match s with Some s => bad_within s good x | None => True end
  | Opened r s =>
      (0 < r)%Q /\ (forall z, strictly_within r x z -> good z) /\ match s with Some s => bad_within s good x | None => True end
  end.

(** * Targets as constraints on outputs *)

Definition place (j : nat) : form := repeat 0 (S j) ++ [1].

Definition greatest (from size label : nat) : list constraint :=
  map (fun j => (addmul (-1) (place j) (place label), Positive)) (filter (fun j => negb (j =? label)%nat) (seq from size)).

Definition wanted (q : nat) (t : target) : list constraint :=
  match t with
  | Label (ys, d) => map (fun j => (addmul (Zpos d) (place j) [- nth j ys 0], Zero)) (seq 0 q)
  | Class label => greatest 0 q label
  | Both label first => greatest 0 first label ++ greatest first (q - first) (first + label)
  end.

Definition possible (q : nat) (t : target) : bool :=
  match t with
  | Label y => (length (fst y) =? q)%nat
  | Class label => (label <? q)%nat
  | Both label first => (label <? first)%nat && (label <? q - first)%nat
  end.

Lemma place_ev j z : (ev (place j) z == nth j z 0)%Q.
Proof. unfold ev, place. cbn [repeat app lin]. rewrite lin_place. change (inject_Z 0) with 0%Q. ring. Qed.

Lemma same_nth x y : same x y <-> length x = length y /\ forall j, (j < length x)%nat -> (nth j x 0 == nth j y 0)%Q.
Proof.
  split.
  - intros S. split; [exact (Model.same_length _ _ S)|]. induction S as [|a b x y E S IH]; intros [|j] J; simpl in *; try lia; auto.
    apply IH. lia.
  - revert y. induction x as [|a x IH]; intros [|b y] [L E]; simpl in L; try discriminate; constructor.
    + apply (E 0%nat). simpl. lia.
    + apply IH. split; [lia|]. intros j J. apply (E (S j)). simpl. lia.
Qed.

Lemma over_rational a d : (a # d == inject_Z a / inject_Z (Zpos d))%Q.
Proof. unfold Qeq, Qdiv, Qmult, Qinv, inject_Z. simpl. lia. Qed.

Lemma nth_rationals y j : (inject_Z (Zpos (snd y)) * nth j (rationals y) 0 == inject_Z (nth j (fst y) 0%Z))%Q.
Proof.
  destruct y as [ys d]. unfold Checker.rationals. cbn [fst snd]. rewrite Checker.nth_rationals, over_rational.
  field. unfold Qeq. simpl. lia.
Qed.

Lemma greatest_inside v from size label : inside v (greatest from size label) <->
  forall j, (from <= j)%nat -> (j < from + size)%nat -> j <> label -> (nth j v 0 < nth label v 0)%Q.
Proof.
  unfold inside, greatest. rewrite Forall_map, Forall_forall.
  assert (V : forall j, satisfies v (addmul (-1) (place j) (place label), Positive) <-> (nth j v 0 < nth label v 0)%Q).
  { intros j. unfold satisfies. cbn [fst snd stands]. rewrite ev_addmul, !place_ev. change (inject_Z (-1)) with (-1)%Q.
    split; intros; lra. }
  split.
  - intros H j J1 J2 N. apply V, H, filter_In. split; [apply in_seq; lia|]. apply negb_true_iff, Nat.eqb_neq, N.
  - intros H j J. apply filter_In in J. destruct J as [J N]. apply in_seq in J. apply negb_true_iff, Nat.eqb_neq in N.
    apply V, H; [lia | lia | exact N].
Qed.

Lemma inside_app v a b : inside v (a ++ b) <-> inside v a /\ inside v b.
Proof. unfold inside. apply Forall_app. Qed.

Lemma nth_firstn_low (v : list Q) first : forall j, (j < first)%nat -> nth j (firstn first v) 0%Q = nth j v 0%Q.
Proof. revert v. induction first as [|k IH]; intros [|a v] [|j] J; simpl; try lia; auto. apply IH. lia. Qed.

Lemma nth_skipn_on (v : list Q) first : forall j, nth j (skipn first v) 0%Q = nth (first + j) v 0%Q.
Proof. revert v. induction first as [|k IH]; intros [|a v] j; simpl; auto. destruct j; reflexivity. Qed.

Lemma wanted_right q t v : length v = q -> possible q t = true -> inside v (wanted q t) <-> right t v.
Proof.
  intros L P. destruct t as [[ys d]|label|label first]; cbn [wanted right possible fst] in *.
  - unfold inside. rewrite Forall_map. apply Nat.eqb_eq in P. rewrite same_nth, Forall_forall.
    assert (LR : length (rationals (ys, d)) = q) by (unfold Checker.rationals; rewrite map_length; exact P).
    assert (V : forall j, satisfies v (addmul (Zpos d) (place j) [- nth j ys 0], Zero)
                          <-> (nth j v 0 == nth j (rationals (ys, d)) 0)%Q).
    { intros j. unfold satisfies. cbn [fst snd stands]. rewrite ev_addmul, place_ev, ev_one, inject_Z_opp.
      pose proof (nth_rationals (ys, d) j) as N. cbn [fst snd] in N. rewrite <- N.
      assert (D : (0 < inject_Z (Zpos d))%Q) by reflexivity. split; intros; nra. }
    split.
    + intros H. split; [congruence|]. intros j J. apply V, H, in_seq. lia.
    + intros [_ H] j J. apply in_seq in J. apply V, H. lia.
  - apply Nat.ltb_lt in P. rewrite greatest_inside. unfold Checker.wins. rewrite L. split.
    + intros A. split; [exact P|]. intros j J N. apply A; lia.
    + intros [_ A] j _ J N. apply A; lia.
  - apply andb_prop in P. destruct P as [P1 P2]. apply Nat.ltb_lt in P1, P2. rewrite inside_app, !greatest_inside. unfold Checker.wins.
    rewrite firstn_length, skipn_length, L, Nat.min_l by lia.
    assert (F : forall j, (j < first)%nat -> nth j (firstn first v) 0%Q = nth j v 0%Q) by (intros j J; apply nth_firstn_low, J).
    assert (K : forall j, nth j (skipn first v) 0%Q = nth (first + j) v 0%Q) by (intros j; apply nth_skipn_on).
    split.
    + intros [A B]. split; (split; [lia|]); intros j J N.
      * rewrite !F by lia. apply A; lia.
      * rewrite !K. apply B; lia.
    + intros [[_ A] [_ B]]. split; intros j J1 J2 N.
      * rewrite <- !F by lia. apply A; lia.
      * replace j with (first + (j - first))%nat by lia. rewrite <- !K. apply B; lia.
Qed.

Lemma right_same t x y : same x y -> right t x -> right t y.
Proof.
  intros S. destruct t as [v|label|label first]; cbn [right].
  - intros R. eapply Model.same_trans; [apply Model.same_sym, S | exact R].
  - apply Checker.wins_same, S.
  - intros [A B]. split; [eapply Checker.wins_same; [|exact A] | eapply Checker.wins_same; [|exact B]].
    + clear A B. revert x y S. induction first as [|k IH]; intros x y S; [constructor|].
      destruct S; simpl; constructor; auto. apply IH. assumption.
    + apply Forall2_skipn, S.
Qed.

(** * Balls *)

(** Zeros, and a number at place j. *)
Fixpoint alone (a : Z) (j : nat) : list Z :=
  match j with
  | O => [a]
  | S j => 0 :: alone a j
  end.

Lemma alone_lin a j : forall z, (lin (alone a j) z == inject_Z a * nth j z 0)%Q.
Proof.
  induction j as [|j IH]; intros [|q z]; cbn [alone lin nth]; try ring. rewrite IH. change (inject_Z 0) with 0%Q. ring.
Qed.

(** c + a z_j, in lowest terms. *)
Definition in_one (c a : Z) (j : nat) : form :=
  match primitive [c; a] with
  | c :: a :: _ => c :: alone a j
  | f => f
  end.

Lemma in_one_satisfies z c a j r : satisfies z (in_one c a j, r) <-> stands r (inject_Z c + inject_Z a * nth j z 0)%Q.
Proof.
  pose proof (primitive_satisfies [nth j z 0%Q] [c; a] r) as P. unfold in_one.
  assert (E : exists c' a', primitive [c; a] = [c'; a']) by (unfold primitive; destruct (_ <=? _); cbn [map]; eauto).
  destruct E as (c' & a' & E). rewrite E in *. unfold satisfies, ev in *. cbn [fst snd lin] in *.
  assert (S : forall u v : Q, (u == v)%Q -> stands r u <-> stands r v) by (intros u v U; destruct r; cbn [stands]; rewrite U; reflexivity).
  rewrite (S _ (inject_Z c' * 1 + (inject_Z a' * nth j z 0 + 0))%Q) by (rewrite alone_lin; ring). rewrite P. apply S. ring.
Qed.

(** Constraint 2 j is z_j - (x_j - r), constraint 2 j + 1 is (x_j + r) - z_j. *)
Definition ball (strict : bool) (x : values_over) (r : Q) : list constraint :=
  let sign := if strict then Positive else Nonnegative in
  let unit := Zpos (snd x * Qden r) in
  let slack := Qnum r * Zpos (snd x) in
  flat_map (fun term =>
    let middle := snd term * Zpos (Qden r) in
    [(in_one (slack - middle) unit (fst term), sign); (in_one (slack + middle) (- unit) (fst term), sign)])
    (combine (seq 0 (length (fst x))) (fst x)).

Lemma in_combine_seq xs : forall k j a, In (j, a) (combine (seq k (length xs)) xs) ->
  (k <= j < k + length xs)%nat /\ nth (j - k) xs 0 = a.
Proof.
  induction xs as [|b xs IH]; intros k j a I; simpl in I; [destruct I|]. destruct I as [E | I].
  - injection E as <- <-. rewrite Nat.sub_diag. split; [simpl; lia | reflexivity].
  - apply IH in I. destruct I as [I E]. split; [simpl; lia|]. replace (j - k)%nat with (S (j - S k)) by lia. exact E.
Qed.

Lemma ball_inside (strict : bool) (x : values_over) (r : Q) (z : list Q) : length z = length (fst x) ->
  (forall j, (j < length z)%nat -> let v := Qabs (nth j z 0%Q - nth j (rationals x) 0%Q) in
     if strict then (v < r)%Q else (v <= r)%Q) ->
  inside z (ball strict x r).
Proof.
  intros L H. apply Forall_forall. intros c I. unfold ball in I. apply in_flat_map in I.
  destruct I as ([j a] & J & I). cbn [fst snd] in I.
  apply in_combine_seq in J. destruct J as [J A]. rewrite Nat.sub_0_r in A. specialize (H j ltac:(lia)). cbv zeta in H.
  pose proof (nth_rationals x j) as N. rewrite A in N. revert H N.
  generalize (nth j (rationals x) 0%Q) as xj. intros xj H N.
  set (U := inject_Z (Zpos (snd x * Qden r))). assert (UP : (0 < U)%Q) by reflexivity.
  assert (M : (inject_Z (a * Zpos (Qden r)) == U * xj)%Q).
  { unfold U. rewrite inject_Z_mult, <- N, Pos2Z.inj_mul, inject_Z_mult. ring. }
  assert (SL : (inject_Z (Qnum r * Zpos (snd x)) == U * r)%Q).
  { unfold U. rewrite Pos2Z.inj_mul, !inject_Z_mult. destruct r as [rn rd]. cbn [Qnum Qden]. rewrite (over_rational rn).
    field. unfold Qeq. simpl. lia. }
  assert (B : if strict then (nth j z 0 - xj < r)%Q /\ (- r < nth j z 0 - xj)%Q
              else (nth j z 0 - xj <= r)%Q /\ (- r <= nth j z 0 - xj)%Q).
  { destruct strict; [apply Qabs_Qlt_condition in H | apply Qabs_Qle_condition in H]; tauto. }
  destruct I as [<- | [<- | []]]; apply in_one_satisfies;
    unfold Z.sub; rewrite inject_Z_plus, ?inject_Z_opp, M, SL; fold U;
    destruct strict; cbn [stands]; nra.
Qed.

Lemma within_nth (p : Q -> Q -> Prop) x z : Forall2 p x z ->
  length z = length x /\ forall j, (j < length z)%nat -> p (nth j x 0%Q) (nth j z 0%Q).
Proof.
  induction 1 as [|a b x z H _ [L IH]]; simpl; [split; [reflexivity | lia]|]. split; [lia|].
  intros [|j] J; [exact H | apply IH; lia].
Qed.

Lemma rationals_length x : length (rationals x) = length (fst x).
Proof. unfold Checker.rationals. apply map_length. Qed.

Lemma closed_ball x r z : within r (rationals x) z -> length z = length (fst x) /\ inside z (ball false x r).
Proof.
  intros W. destruct (within_nth _ _ _ W) as [L N]. rewrite rationals_length in L. split; [exact L|].
  apply ball_inside; auto.
Qed.

Lemma open_ball x r z : strictly_within r (rationals x) z -> length z = length (fst x) /\ inside z (ball true x r).
Proof.
  intros W. destruct (within_nth _ _ _ W) as [L N]. rewrite rationals_length in L. split; [exact L|].
  apply ball_inside; auto.
Qed.

(** * The points of a segment come arbitrarily near to b *)

Lemma Forall2_weaker {A B} (P P' : A -> B -> Prop) x y : (forall a b, P a b -> P' a b) -> Forall2 P x y -> Forall2 P' x y.
Proof. intros I. induction 1; constructor; auto. Qed.

Lemma line_near d wb : exists D, (0 <= D)%Q /\ forall t, (0 <= t)%Q ->
  Forall2 (fun b z => (Qabs (z - b) <= t * D)%Q) (rationals (map snd wb, d)) (run (line d wb) [t]).
Proof.
  unfold Checker.rationals, line. cbn [fst snd run]. induction wb as [|[w b] wb (D & P & IH)]; cbn [map].
  - exists 0%Q. split; [apply Qle_refl|]. constructor.
  - set (m := Qabs ((w - b) # d)). exists (m + D)%Q. assert (M : (0 <= m)%Q) by apply Qabs_nonneg. split; [lra|].
    intros t T. constructor.
    + unfold affine. cbn [fst snd dot skipn].
      setoid_replace ((inject_Z (w - b) * t + 0 + inject_Z b) * (1 # d) - (b # d))%Q with (t * ((w - b) # d))%Q.
      2: { rewrite (scaled_down b), (scaled_down (w - b)). ring. }
      rewrite Qabs_Qmult, (Qabs_pos t T). fold m. nra.
    + specialize (IH t T). eapply Forall2_weaker; [|exact IH]. cbn beta. intros q q' H. nra.
Qed.

(** * Rows *)

Fixpoint near (s : Q) (xs zs : Model.vec) : bool :=
  match xs, zs with
  | [], [] => true
  | x :: xs', z :: zs' => if Qle_bool (Qabs (z - x)) s then near s xs' zs' else false
  | _, _ => false
  end.

Lemma near_sound s xs : forall zs, near s xs zs = true -> within s xs zs.
Proof.
  induction xs as [|x xs IH]; intros [|z zs] H; simpl in H; try discriminate; [constructor|].
  destruct (Qle_bool _ _) eqn:E; [|discriminate]. apply Qle_bool_iff in E. constructor; [exact E | apply IH, H].
Qed.

(** The points w and b of the evidence; if there is one point, it is both. Nothing but one or two points will do. *)
Definition evidence (p : nat) (numbers : list Z) : option (list (Z * Z)) :=
  if (length numbers =? p)%nat then Some (combine numbers numbers)
  else if (length numbers =? p + p)%nat then Some (combine (firstn p numbers) (skipn p numbers))
  else None.

Definition bad (p : nat) (n : net) (cs : list constraint) (x : values_over) (s : option Q) (h : list hint) : option (list hint) :=
  match s, h with
  | None, _ => Some h
  | Some s, Point (Zpos d) numbers :: h' =>
      match evidence p numbers with
      | Some wb =>
          if near s (rationals x) (rationals (map snd wb, d)) then if along d wb n (wrong_at cs) then Some h' else None else None
      | None => None
      end
  | _, _ => None
  end.

Definition itself (x : values_over) : list (Z * Z) := combine (fst x) (fst x).

Definition radius_shown (p q : nat) (n : net) (row : values_over * target * radius) (h : list hint) : option (list hint) :=
  let '(x, t, r) := row in
  let cs := wanted q t in
  if (length (fst x) =? p)%nat then
    if possible q t then
      match r with
      | All => meets p n [] cs h
      | Wrong => if along (snd x) (itself x) n (wrong_at cs) then Some h else None
      | Closed r s =>
          if negb (Qle_bool 0 r) then None
          else if Qeq_bool r 0 then if along (snd x) (itself x) n (right_at cs) then bad p n cs x s h else None
          else match meets p n (ball false x r) cs h with Some h' => bad p n cs x s h' | None => None end
      | Opened r s =>
          if Qle_bool r 0 then None
          else match meets p n (ball true x r) cs h with Some h' => bad p n cs x s h' | None => None end
      end
    else None
  else None.

(** Each row with the radius at the same place; there are as many radii as rows. *)
Fixpoint radii_shown (p q : nat) (n : net) (rows : list (values_over * target)) (radii : list radius) (h : list hint) : bool :=
  match rows, radii with
  | [], [] => match h with [] => true | _ => false end
  | (x, t) :: rows', r :: radii' =>
      match radius_shown p q n (x, t, r) h with Some h' => radii_shown p q n rows' radii' h' | None => false end
  | _, _ => false
  end.

Definition check_radii (p q : nat) (n : part) (rows : list (values_over * target)) (radii : list radius) (h : list hint) : bool :=
  if has_widths p q n then radii_shown p q (body n) rows radii h else false.

Section Row.

Variables (p q : nat) (n : net) (x : values_over) (t : target).
Hypothesis F : typed p n q.
Hypothesis L : length (fst x) = p.
Hypothesis T : possible q t = true.

Let good (z : Model.vec) : Prop := right t (Model.eval (model n) z).
Let cs : list constraint := wanted q t.

Lemma good_iff z : length z = p -> good z <-> inside (run n z) cs.
Proof.
  intros E. unfold good, cs. rewrite wanted_right; [|exact (typed_length p n q z F E) | exact T].
  split; apply right_same; [apply Model.same_sym|]; apply run_model.
Qed.

Lemma good_same z z' : same z z' -> good z -> good z'.
Proof. intros S. apply right_same, Model.eval_same, S. Qed.

Lemma itself_same : same (run (line (snd x) (itself x)) [1%Q]) (rationals x).
Proof. apply line_to_itself. Qed.

Lemma itself_length : length (run (line (snd x) (itself x)) [1%Q]) = p.
Proof. rewrite (Model.same_length _ _ itself_same), rationals_length. exact L. Qed.

Lemma wrong_here : along (snd x) (itself x) n (wrong_at cs) = true -> ~ good (rationals x).
Proof.
  intros A G. apply (wrong_along _ _ _ _ A 1); [reflexivity | apply Qle_refl|].
  apply good_iff; [exact itself_length|]. exact (good_same _ _ (Model.same_sym _ _ itself_same) G).
Qed.

Lemma right_here r : along (snd x) (itself x) n (right_at cs) = true -> (r == 0)%Q ->
  forall z, within r (rationals x) z -> good z.
Proof.
  intros A R z W. apply right_along in A. apply good_iff in A; [|exact itself_length].
  eapply good_same; [|exact A]. eapply Model.same_trans; [exact itself_same|].
  eapply Forall2_weaker; [|exact W]. cbn beta. intros a b H. rewrite R in H. apply Qabs_Qle_condition in H. lra.
Qed.

Lemma bad_sound s h h' : bad p n cs x s h = Some h' ->
  match s with Some s => bad_within s good (rationals x) | None => True end.
Proof.
  destruct s as [s|]; [|auto]. unfold bad. destruct h as [|[| | | | | |[|d|] numbers| | |] h]; try discriminate.
  destruct (evidence p numbers) as [wb|]; [|discriminate].
  destruct (near _ _ _) eqn:N; [|discriminate]. destruct (along _ _ _ _) eqn:A; [|discriminate]. intros _ e E.
  apply near_sound in N.
  destruct (line_near d wb) as (D & P & C).
  assert (Q1 : exists u, (0 < u)%Q /\ (u <= 1)%Q /\ (u * D <= e)%Q).
  { destruct (Qlt_le_dec e D) as [Lt|Le].
    - exists (e / D)%Q. assert (DP : (0 < D)%Q) by lra. split; [apply Qlt_shift_div_l; lra|]. split.
      + apply Qle_shift_div_r; lra.
      + setoid_replace (e / D * D)%Q with e by (field; lra). apply Qle_refl.
    - exists 1%Q. split; [reflexivity|]. split; [apply Qle_refl | lra]. }
  destruct Q1 as (u & U0 & U1 & UD).
  exists (run (line d wb) [u]). assert (W : within (s + e) (rationals x) (run (line d wb) [u])).
  { specialize (C u (Qlt_le_weak _ _ U0)). revert N C. unfold within.
    generalize (rationals x) as xs, (rationals (map snd wb, d)) as bs, (run (line d wb) [u]) as zs.
    intros xs bs zs N. revert zs. induction N as [|a b xs bs H _ IH]; intros zs C; inversion C; subst; constructor; auto.
    match goal with H1 : (Qabs (?y - b) <= _)%Q |- _ => rename H1 into HY; rename y into c end.
    setoid_replace (c - a)%Q with ((c - b) + (b - a))%Q by ring.
    eapply Qle_trans; [apply Qabs_triangle|]. lra. }
  split; [exact W|]. intros G. apply (wrong_along _ _ _ _ A u U0 U1). apply good_iff; [|exact G].
  destruct (within_nth _ _ _ W) as [E' _]. rewrite E', rationals_length. exact L.
Qed.

Lemma radius_sound r h h' : radius_shown p q n (x, t, r) h = Some h' -> has_radius good (rationals x) r.
Proof.
  unfold radius_shown. rewrite L, Nat.eqb_refl, T. fold cs. destruct r as [| |r s|r s]; cbn [has_radius].
  - intros M z E. rewrite rationals_length in E. apply good_iff; [congruence|].
    exact (meets_sound _ _ _ _ _ _ M z ltac:(congruence) (Forall_nil _)).
  - destruct (along _ _ _ _) eqn:A; [|discriminate]. intros _. exact (wrong_here A).
  - destruct (Qle_bool 0 r) eqn:R; [|discriminate]. apply Qle_bool_iff in R. simpl negb. cbv iota.
    destruct (Qeq_bool r 0) eqn:R0.
    + apply Qeq_bool_iff in R0. destruct (along _ _ _ _) eqn:A; [|discriminate]. intros B.
      split; [exact R|]. split; [exact (right_here r A R0) | exact (bad_sound _ _ _ B)].
    + destruct (meets _ _ _ _ _) as [h1|] eqn:M; [|discriminate]. intros B. split; [exact R|].
      split; [|exact (bad_sound _ _ _ B)]. intros z W. destruct (closed_ball x r z W) as [E I].
      apply good_iff; [congruence|]. exact (meets_sound _ _ _ _ _ _ M z ltac:(congruence) I).
  - destruct (Qle_bool r 0) eqn:R; [discriminate|]. assert (R' : (0 < r)%Q).
    { destruct (Qlt_le_dec 0 r) as [H|H]; [exact H|]. apply Qle_bool_iff in H. congruence. }
    destruct (meets _ _ _ _ _) as [h1|] eqn:M; [|discriminate]. intros B. split; [exact R'|].
    split; [|exact (bad_sound _ _ _ B)]. intros z W. destruct (open_ball x r z W) as [E I].
    apply good_iff; [congruence|]. exact (meets_sound _ _ _ _ _ _ M z ltac:(congruence) I).
Qed.

End Row.

(** Each row has the radius that is claimed for it: the one at the same place, and there are as many. *)
Theorem radii_model : forall p q n rows radii h, check_radii p q n rows radii h = true ->
  Forall2 (fun row r => has_radius (fun z => right (snd row) (Model.eval (meaning n) z)) (rationals (fst row)) r) rows radii.
Proof.
  intros p q n rows radii h C. unfold check_radii in C. destruct (has_widths p q n) eqn:W; [|discriminate].
  apply has_widths_typed in W. revert radii h C.
  induction rows as [|[x t] rows IH]; intros [|r radii] h C; cbn [radii_shown] in C; try discriminate; [constructor|].
  destruct (radius_shown p q (body n) (x, t, r) h) as [h'|] eqn:R; [|discriminate]. constructor; [|exact (IH radii h' C)].
  pose proof R as R'. unfold radius_shown in R'. destruct (Nat.eqb_spec (length (fst x)) p) as [L|]; [|discriminate].
  destruct (possible _ t) eqn:T; [|discriminate]. exact (radius_sound p q (body n) x t W L T r h h' R).
Qed.

(** One radius for all rows. *)
Definition check_ball (p q : nat) (n : part) (r : Q) (rows : list (values_over * target)) (h : list hint) : bool :=
  check_radii p q n rows (repeat (Closed r None) (length rows)) h.

Theorem ball_model : forall p q n r rows h, check_ball p q n r rows h = true ->
  forall x t, In (x, t) rows -> forall z, within r (rationals x) z -> right t (Model.eval (meaning n) z).
Proof.
  intros p q n r rows h C. apply radii_model in C. induction rows as [|row rows IH]; intros x t I z W; [destruct I|].
  simpl in C. inversion C as [|? ? ? ? C1 C']; subst. cbn in C1. destruct C1 as (_ & H & _).
  destruct I as [-> | I]; [apply H, W | eapply IH; eauto].
Qed.

(** * Two networks on balls *)

Fixpoint balls_agree (p q : nat) (n m : net) (r : Q) (points : list values_over) (h : list hint) : option (list hint) :=
  match points with
  | [] => Some h
  | x :: points' =>
      let left :=
        if negb (length (fst x) =? p)%nat then None
        else if Qeq_bool r 0 then if Checker.same_row n m x then Some h else None
        else agrees p q n m (ball false x r) h in
      match left with
      | Some h' => balls_agree p q n m r points' h'
      | None => None
      end
  end.

Definition check_balls (p q : nat) (n m : part) (r : Q) (points : list values_over) (h : list hint) : bool :=
  if has_widths p q n then all_read (balls_agree p q (body n) (body m) r points h) else false.

(** At radius 0 the point is all of its ball. *)
Lemma within_zero r x z : (r == 0)%Q -> within r x z -> same x z.
Proof.
  intros R W. eapply Forall2_weaker; [|exact W]. cbn beta. intros a b H. rewrite R in H. apply Qabs_Qle_condition in H. lra.
Qed.

Theorem balls_model : forall p q n m r points h, check_balls p q n m r points h = true ->
  forall x, In x points -> forall z, within r (rationals x) z ->
  same (Model.eval (meaning n) z) (Model.eval (meaning m) z).
Proof.
  intros p q n m r points h C. unfold check_balls in C. destruct (has_widths p q n) eqn:T; [|discriminate].
  apply has_widths_typed in T. destruct (balls_agree _ _ _ _ _ _ _) as [last|] eqn:B; [|discriminate]. clear C.
  revert h B. induction points as [|x points IH]; intros h B y I z W; [destruct I|]. simpl in B.
  destruct (Nat.eqb_spec (length (fst x)) p) as [L|]; simpl in B; [|discriminate].
  destruct (if Qeq_bool r 0 then _ else _) as [h'|] eqn:E in B; [|discriminate].
  destruct I as [<- | I]; [|eapply IH; eauto]. destruct (Qeq_bool r 0) eqn:R.
  - destruct (Checker.same_row _ _ _) eqn:S; [|discriminate]. apply Checker.same_row_sound in S. apply Qeq_bool_iff in R.
    pose proof (within_zero _ _ _ R W) as Z. unfold meaning.
    eapply Model.same_trans; [apply Model.eval_same, Model.same_sym, Z|].
    eapply Model.same_trans; [exact S | apply Model.eval_same, Z].
  - destruct (closed_ball x r z W) as [Lz Iz]. rewrite L in Lz.
    eapply Model.same_trans; [apply Model.same_sym, run_model|]. eapply Model.same_trans; [|apply run_model].
    exact (agrees_sound p q _ _ _ _ _ T E z Lz Iz).
Qed.

(** * Two networks of one class on balls *)

Definition check_same_class (p q : nat) (n m : part) (rows : list (values_over * nat)) (radii : list radius) (h : list hint) : bool :=
  if has_widths p q n then if has_widths p q m then
    check_radii p (q + q) (PConcatenate n m) (map (fun row => (fst row, Both (snd row) q)) rows) radii h
  else false else false.

Lemma Forall2_lengths {A B} (P : A -> B -> Prop) x y : Forall2 P x y -> length x = length y.
Proof. induction 1; simpl; congruence. Qed.

Lemma has_radius_weaker (good good' : Model.vec -> Prop) x r :
  (forall z, length z = length x -> good z <-> good' z) -> has_radius good x r -> has_radius good' x r.
Proof.
  intros E.
  assert (B : forall s, match s with Some s => bad_within s good x | None => True end ->
                        match s with Some s => bad_within s good' x | None => True end).
  { intros [s|]; [|auto]. intros H e P. destruct (H e P) as (z & W & N). exists z. split; [exact W|].
    rewrite <- E; [exact N | symmetry; apply (Forall2_lengths _ _ _ W)]. }
  destruct r as [| |r s|r s]; cbn [has_radius].
  - intros H z L. apply E; auto.
  - rewrite E; auto.
  - intros (R & H & S). split; [exact R|]. split; [|apply B, S]. intros z W. apply E; [|apply H, W].
    symmetry. apply (Forall2_lengths _ _ _ W).
  - intros (R & H & S). split; [exact R|]. split; [|apply B, S]. intros z W. apply E; [|apply H, W].
    symmetry. apply (Forall2_lengths _ _ _ W).
Qed.

(** At every z of a row's ball both networks have the row's class. *)
Theorem same_class_model : forall p q n m rows radii h, check_same_class p q n m rows radii h = true ->
  Forall2 (fun row r => has_radius (fun z => Checker.wins (snd row) (Model.eval (meaning n) z) /\ Checker.wins (snd row) (Model.eval (meaning m) z)) (rationals (fst row)) r) rows radii.
Proof.
  intros p q n m rows radii h C. unfold check_same_class in C.
  destruct (has_widths p q n) eqn:N; [|discriminate]. destruct (has_widths p q m); [|discriminate].
  apply has_widths_typed, typed_takes in N.
  assert (G : forall x k, length (rationals x) = p -> forall z, length z = length (rationals x) ->
    right (Both k q) (Model.eval (meaning (PConcatenate n m)) z) <->
    Checker.wins k (Model.eval (meaning n) z) /\ Checker.wins k (Model.eval (meaning m) z)).
  { intros x k P z L. assert (W : length (Model.eval (meaning n) z) = q) by (eapply Model.takes_length; [exact N | congruence]).
    cbn [right meaning PConcatenate body model Model.eval]. fold (meaning n) (meaning m).
    rewrite firstn_app, skipn_app, W, Nat.sub_diag, <- W, firstn_all, skipn_all, app_nil_r. cbn [app skipn]. reflexivity. }
  assert (P : Forall (fun row => length (rationals (fst row)) = p) rows).
  { clear G. revert C. unfold check_radii. destruct (has_widths p (q + q) (PConcatenate n m)); [|discriminate].
    revert radii h. induction rows as [|[x k] rows IH]; intros [|r radii] h C; cbn [map radii_shown fst snd] in C; try discriminate; constructor.
    - destruct (radius_shown _ _ _ _ _) eqn:R in C; [|discriminate]. unfold radius_shown in R. cbn [fst] in *.
      destruct (Nat.eqb_spec (length (fst x)) p) as [L|]; [|discriminate]. rewrite rationals_length. exact L.
    - destruct (radius_shown _ _ _ _ _) eqn:R in C; [|discriminate]. eapply IH, C. }
  apply radii_model in C. revert radii C. induction P as [|[x k] rows L P IH]; intros radii C; cbn [map fst snd] in *.
  - inversion C. constructor.
  - inversion C as [|row r rows' radii' H C']. constructor; [|apply IH; assumption]. cbn [fst snd] in *.
    eapply has_radius_weaker; [|exact H]. intros z. exact (G x k L z).
Qed.

(** A radius is at least 0. *)
Theorem radius_by : forall r, Qle_bool 0 r = true -> (0 <= r)%Q.
Proof. intros r. apply Qle_bool_iff. Qed.
