(** An inequality of Kraft's kind, for one tree of operations and one assignment of points to its leaves: if labels depend on
    constants independently, the sum of 2^-T over the points is at most 1. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model.
Import ListNotations.
Open Scope Q_scope.

(** A tree of operations: an arithmetic node has one constant and one child, a test two children, a leaf d constants. Every inner
    node is one operation. *)
Inductive program :=
| End
| Arithmetic (rest : program)
| Decide (below above : program).

(** Where a node stands: the way from the root; behind an arithmetic node it goes on with true. *)
Notation way := (list bool).
Definition way_dec : forall a b : way, {a = b} + {a <> b} := list_eq_dec Bool.bool_dec.

(** A constant: a node, and its number there. *)
Notation place := (list bool * nat)%type.
Definition place_dec (a b : place) : {a = b} + {a <> b}.
Proof. decide equality; [apply Nat.eq_dec | apply way_dec]. Defined.

(** The way a ends in a leaf of the program, and the constant is one of a node on it. *)
Fixpoint on_way (d : nat) (t : program) (a : way) (c : place) : Prop :=
  match t, a with
  | End, [] => fst c = [] /\ (snd c < d)%nat
  | Arithmetic t', true :: a' => c = ([], 0%nat) \/ exists s, fst c = true :: s /\ on_way d t' a' (s, snd c)
  | Decide below above, b :: a' => exists s, fst c = b :: s /\ on_way d (if b then above else below) a' (s, snd c)
  | _, _ => False
  end.

(** 2^-n. *)
Fixpoint half (n : nat) : Q := match n with O => 1 | S n' => (1 # 2) * half n' end.

Lemma half_bounds n : 0 < half n /\ half n <= 1.
Proof. induction n as [|n [P L]]; cbn [half]; split; lra. Qed.

(** * Kraft's equality with a further leaf beside the child of every arithmetic node *)

(** The sum over the leaves of 2^-T and over the arithmetic nodes of 2^-(t+1), t operations being before the node. *)
Fixpoint kraft_sum (t : program) (before : nat) : Q :=
  match t with
  | End => half before
  | Arithmetic t' => half (S before) + kraft_sum t' (S before)
  | Decide below above => kraft_sum below (S before) + kraft_sum above (S before)
  end.

Theorem kraft_equality : forall t, kraft_sum t 0 == 1.
Proof.
  intros t. cut (forall n, kraft_sum t n == half n); [intros H; apply H|].
  induction t as [|t IH|below IHb above IHa]; intros n; cbn [kraft_sum].
  - reflexivity.
  - rewrite IH. cbn [half]. ring.
  - rewrite IHb, IHa. cbn [half]. ring.
Qed.

(** * Constants of their own for all label coordinates *)

(** A label coordinate: the way of its point, and the constant that it has. *)
Notation claim := (list bool * (list bool * nat))%type.

Definition mass (l : list claim) : Q := fold_right (fun c sum => half (length (fst c)) + sum) 0 l.

Lemma mass_nonneg l : 0 <= mass l.
Proof. induction l as [|c l IH]; cbn [mass fold_right]; [lra|]. fold (mass l). destruct (half_bounds (length (fst c))) as [P1 P2]. lra. Qed.

(** The claims below the root on side b, seen from there. *)
Fixpoint behind (b : bool) (l : list claim) : list claim :=
  match l with
  | (x :: a, (y :: s, k)) :: l' => if (Bool.eqb x b && Bool.eqb y b)%bool then (a, (s, k)) :: behind b l' else behind b l'
  | _ :: l' => behind b l'
  | [] => []
  end.

Lemma behind_in b l a s k : In (a, (s, k)) (behind b l) -> In (b :: a, (b :: s, k)) l.
Proof.
  induction l as [|[[|x a'] [[|y s'] k']] l IH]; cbn [behind]; try (intros H; right; apply IH, H); [intros []|].
  destruct (Bool.eqb x b && Bool.eqb y b)%bool eqn:E.
  - apply andb_prop in E. destruct E as [E F]. apply Bool.eqb_prop in E, F. subst.
    intros [G | G]; [left; injection G as -> -> ->; reflexivity | right; apply IH, G].
  - intros H. right. apply IH, H.
Qed.

Lemma behind_distinct b l : NoDup (map snd l) -> NoDup (map snd (behind b l)).
Proof.
  induction l as [|[[|x a] [[|y s] k]] l IH]; cbn [behind map snd]; intros N; auto; inversion N as [|? ? F N']; subst; auto.
  destruct (Bool.eqb x b && Bool.eqb y b)%bool eqn:E; auto. apply andb_prop in E. destruct E as [E G]. apply Bool.eqb_prop in E, G. subst.
  cbn [map snd]. constructor; auto. intros I. apply F. apply in_map_iff in I. destruct I as ([a2 [s2 k2]] & E & I). cbn [snd] in E.
  injection E as -> ->. apply behind_in in I. apply in_map_iff. exists (b :: a2, (b :: s, k)). auto.
Qed.

(** Different constants of one leaf are at most d. *)
Lemma leaf_mass d l : NoDup (map snd l) -> (forall a c, In (a, c) l -> on_way d End a c) -> mass l <= inject_Z (Z.of_nat d).
Proof.
  intros N V. assert (M : mass l <= inject_Z (Z.of_nat (length l))).
  { clear. induction l as [|c l IH]; [apply Qle_refl|]. cbn [mass fold_right length]. fold (mass l). rewrite Nat2Z.inj_succ, <- Z.add_1_l, inject_Z_plus.
    destruct (half_bounds (length (fst c))) as [P1 P2]. change (inject_Z 1) with 1. lra. }
  assert (L : (length l <= d)%nat).
  { rewrite <- (map_length snd l), <- (seq_length d 0), <- (map_length (fun k : nat => ([] : way, k)) (seq 0 d)). apply NoDup_incl_length; [exact N|].
    intros [s k] I. apply in_map_iff in I. destruct I as ([a c] & E & I). cbn [snd] in E. subst c. apply V in I.
    destruct a; [|destruct I]. destruct I as [E K]. cbn [fst snd] in E, K. subst s. apply in_map_iff. exists k. split; [reflexivity | apply in_seq; lia]. }
  assert (K : inject_Z (Z.of_nat (length l)) <= inject_Z (Z.of_nat d)) by (rewrite <- Zle_Qle; lia). lra.
Qed.

(** Behind a test every claim is on one side. *)
Lemma test_mass d below above l : (forall a c, In (a, c) l -> on_way d (Decide below above) a c) ->
  mass l == (1 # 2) * mass (behind true l) + (1 # 2) * mass (behind false l).
Proof.
  induction l as [|[a [s k]] l IH]; intros V; [cbn; ring|]. specialize (IH (fun a c I => V a c (or_intror I))).
  specialize (V a (s, k) (or_introl eq_refl)). destruct a as [|b a]; [destruct V|]. destruct V as (s' & E & _). cbn [fst] in E. subst s.
  cbn [mass fold_right fst length half]. fold (mass l). rewrite IH. cbn [behind].
  destruct b; cbn [Bool.eqb andb mass fold_right fst]; fold (mass (behind true l)) (mass (behind false l)); ring.
Qed.

(** Behind an arithmetic node every claim but that on its own constant. *)
Lemma arithmetic_mass d t l : NoDup (map snd l) -> (forall a c, In (a, c) l -> on_way d (Arithmetic t) a c) ->
  mass l <= (1 # 2) * mass (behind true l) + (if in_dec place_dec ([], 0%nat) (map snd l) then 1 # 2 else 0).
Proof.
  induction l as [|[a [s k]] l IH]; intros N V; [cbn; lra|]. cbn [map snd] in N. inversion N as [|? ? F N']; subst.
  specialize (IH N' (fun a c I => V a c (or_intror I))). specialize (V a (s, k) (or_introl eq_refl)).
  destruct a as [|[|] a]; try destruct V. 
  - (* its own constant *) injection H as -> ->. cbn [mass fold_right fst length half behind map snd]. fold (mass l) (mass (behind true l)).
    destruct (in_dec place_dec ([], 0%nat) (map snd l)) as [I | _]; [contradiction|].
    destruct (in_dec place_dec ([], 0%nat) (([], 0%nat) :: map snd l)) as [_ | O]; [|destruct O; left; reflexivity].
    destruct (half_bounds (length a)) as [P1 P2]. lra.
  - (* another *) destruct H as (s' & E & _). cbn [fst] in E. subst s. cbn [mass fold_right fst length half behind map snd Bool.eqb andb].
    fold (mass l) (mass (behind true l)).
    destruct (in_dec place_dec ([], 0%nat) (map snd l)) as [I | O];
      destruct (in_dec place_dec ([], 0%nat) ((true :: s', k) :: map snd l)) as [I2 | O2]; try lra.
    destruct O2. right. exact I.
Qed.

(** Different constants for all label coordinates, each on the way of its point: the sum over the coordinates is at most d. *)
Theorem kraft_claims : forall d t l, (1 <= d)%nat -> NoDup (map snd l) -> (forall a c, In (a, c) l -> on_way d t a c) ->
  mass l <= inject_Z (Z.of_nat d).
Proof.
  intros d t l D. assert (One : 1 <= inject_Z (Z.of_nat d)) by (change 1 with (inject_Z 1); rewrite <- Zle_Qle; lia).
  revert l. induction t as [|t IH|below IHb above IHa]; intros l N V.
  - apply leaf_mass; assumption.
  - pose proof (arithmetic_mass d t l N V) as M. assert (K : mass (behind true l) <= inject_Z (Z.of_nat d)).
    { apply IH; [apply behind_distinct, N|]. intros a [s k] I. apply behind_in, V in I. destruct I as [I | (s' & E & I)]; [discriminate|].
      cbn [fst snd] in E, I. injection E as <-. exact I. }
    destruct (in_dec place_dec ([], 0%nat) (map snd l)); lra.
  - rewrite (test_mass d below above l V). assert (K : forall b, mass (behind b l) <= inject_Z (Z.of_nat d)).
    { intros b. assert (S : forall a c, In (a, c) (behind b l) -> on_way d (if b then above else below) a c).
      { intros a [s k] I. apply behind_in, V in I. destruct I as (s' & E & I). cbn [fst snd] in E, I. injection E as <-. exact I. }
      destruct b; [apply IHa | apply IHb]; try exact S; apply behind_distinct, N. }
    pose proof (K true). pose proof (K false). lra.
Qed.

(** * Independent rows have places of their own *)

Section Transversal.

Variable column : Type.
Variable column_dec : forall a b : column, {a = b} + {a <> b}.

(** A matrix: rows as functions of the column; the combination of its rows with the coefficients l, at column c. *)
Fixpoint combined (l : list Q) (rows : list (column -> Q)) (c : column) : Q :=
  match l, rows with
  | a :: l', r :: rows' => a * r c + combined l' rows' c
  | _, _ => 0
  end.

Lemma combined_zero rows c : combined (repeat 0 (length rows)) rows c == 0.
Proof. induction rows as [|r rows IH]; cbn [length repeat combined]; [reflexivity|]. rewrite IH. ring. Qed.

(** u + q v. *)
Fixpoint shifted (u : list Q) (q : Q) (v : list Q) : list Q :=
  match u, v with
  | a :: u', b :: v' => (a + q * b) :: shifted u' q v'
  | _, _ => []
  end.

Lemma shifted_length u q : forall v n, length u = n -> length v = n -> length (shifted u q v) = n.
Proof.
  induction u as [|a u IH]; intros [|b v] [|n] U V; try discriminate; [reflexivity|]. cbn [shifted length]. f_equal.
  apply IH; [injection U | injection V]; auto.
Qed.

Lemma combined_shifted q rows c : forall u v, length u = length rows -> length v = length rows ->
  combined (shifted u q v) rows c == combined u rows c + q * combined v rows c.
Proof.
  induction rows as [|r rows IH]; intros [|a u] [|b v] U V; try discriminate; cbn [shifted combined]; [ring|].
  rewrite IH; [ring | injection U; auto | injection V; auto].
Qed.

(** Each row has a column of its own where it is not 0. *)
Definition transversal (rows : list (column -> Q)) (columns : list column) : Prop := exists cs,
  Forall2 (fun r c => ~ r c == 0) rows cs /\ NoDup cs /\ incl cs columns.

(** Some combination of the rows, not all coefficients 0, is 0 in these columns. *)
Definition dependent (rows : list (column -> Q)) (columns : list column) : Prop := exists l,
  length l = length rows /\ Exists (fun a => ~ a == 0) l /\ forall c, In c columns -> combined l rows c == 0.

Definition without (c : column) (columns : list column) : list column := filter (fun b => if column_dec b c then false else true) columns.

Lemma without_in c columns b : In b (without c columns) <-> In b columns /\ b <> c.
Proof. unfold without. rewrite filter_In. destruct (column_dec b c); intuition congruence. Qed.

(** The rows are dependent, or each has a column of its own where it is not 0. *)
Theorem transversal_or_dependent : forall rows columns, NoDup columns -> transversal rows columns \/ dependent rows columns.
Proof.
  induction rows as [|r rows IH]; intros columns N.
  - left. exists []. repeat split; try constructor. intros c [].
  - assert (Outcome : forall todo, NoDup todo -> incl todo columns -> transversal (r :: rows) columns \/ dependent (r :: rows) columns \/
      exists l, length l = length rows /\
        forall c, In c columns -> combined l rows c == if in_dec column_dec c todo then - r c else 0).
    { induction todo as [|c todo IHt]; intros Nt It.
      - right. right. exists (repeat 0 (length rows)). split; [apply repeat_length|]. intros c _. apply combined_zero.
      - inversion Nt as [|? ? F Nt']; subst. assert (Ic : In c columns) by (apply It; left; reflexivity).
        destruct (IHt Nt' (fun b B => It b (or_intror B))) as [T | [D | (l & L & E)]]; [left; exact T | right; left; exact D|].
        destruct (Qeq_dec (r c) 0) as [Z | Z].
        + right. right. exists l. split; [exact L|]. intros b B. rewrite (E b B).
          destruct (in_dec column_dec b todo) as [I | I], (in_dec column_dec b (c :: todo)) as [J | J]; try reflexivity.
          * destruct J. right. exact I.
          * destruct J as [<- | J]; [rewrite Z; reflexivity | contradiction].
        + destruct (IH (without c columns)) as [(cs & T & U & I) | (v & Lv & Ev & Zv)]; [apply NoDup_filter, N | |].
          * left. exists (c :: cs). split; [constructor; assumption|]. split.
            -- constructor; [|exact U]. intros B. apply I, without_in in B. destruct B as [_ B]. auto.
            -- intros b [<- | B]; [exact Ic | apply I, without_in in B; apply B].
          * destruct (Qeq_dec (combined v rows c) 0) as [M | M].
            -- right. left. exists (0 :: v). split; [simpl; congruence|]. split; [right; exact Ev|]. intros b B. cbn [combined].
               destruct (column_dec b c) as [-> | Nb]; [rewrite M; ring|]. rewrite (Zv b) by (apply without_in; auto). ring.
            -- right. right. exists (shifted l (- r c / combined v rows c) v). split; [apply shifted_length; assumption|].
               intros b B. rewrite combined_shifted by assumption. rewrite (E b B).
               destruct (column_dec b c) as [-> | Nb].
               ++ destruct (in_dec column_dec c todo) as [I | _]; [contradiction|].
                  destruct (in_dec column_dec c (c :: todo)) as [_ | O]; [field; exact M | destruct O; left; reflexivity].
               ++ rewrite (Zv b) by (apply without_in; auto).
                  destruct (in_dec column_dec b todo) as [I | I], (in_dec column_dec b (c :: todo)) as [J | J]; try ring.
                  ** destruct J. right. exact I.
                  ** destruct J as [<- | J]; contradiction. }
    destruct (Outcome columns N (incl_refl columns)) as [T | [D | (l & L & E)]]; [left; exact T | right; exact D|].
    right. exists (1 :: l). split; [simpl; congruence|]. split; [left; discriminate|]. intros c C. cbn [combined]. rewrite (E c C).
    destruct (in_dec column_dec c columns); [ring | contradiction].
Qed.

End Transversal.

(** * Both together *)

(** The label coordinates (i, o): point i < n, output o < d. *)
Definition coordinates (n d : nat) : list (nat * nat) := list_prod (seq 0 n) (seq 0 d).

Definition points_mass (ways : list way) : Q := fold_right (fun a sum => half (length a) + sum) 0 ways.

(** d coordinates of each point weigh d times as much as the points. *)
Lemma coordinates_mass d ways cs : length cs = length (coordinates (length ways) d) ->
  mass (combine (map (fun io => nth (fst io) ways []) (coordinates (length ways) d)) cs) == inject_Z (Z.of_nat d) * points_mass ways.
Proof.
  intros L. assert (H : forall l : list way, forall cs : list place, length cs = length l -> mass (combine l cs) == points_mass l).
  { induction l as [|a l IH]; intros [|c k] E; try discriminate; [reflexivity|]. cbn [combine mass points_mass fold_right fst].
    fold (mass (combine l k)) (points_mass l). rewrite IH; [reflexivity | injection E; auto]. }
  rewrite H by (rewrite map_length; exact L). clear H L cs.
  assert (App : forall a b, points_mass (a ++ b) == points_mass a + points_mass b).
  { induction a as [|x a IH]; intros b; [change (points_mass b == 0 + points_mass b); ring|].
    change (half (length x) + points_mass (a ++ b) == half (length x) + points_mass a + points_mass b). rewrite IH. ring. }
  assert (One : forall (x : way) (l : list nat) i, nth i ways [] = x ->
    points_mass (map (fun io => nth (fst io) ways []) (map (fun o => (i, o)) l)) == inject_Z (Z.of_nat (length l)) * half (length x)).
  { intros x l i E. induction l as [|o l IH]; [change (0 == 0 * half (length x)); ring|]. cbn [map points_mass fold_right fst length]. rewrite E.
    fold (points_mass (map (fun io : nat * nat => nth (fst io) ways []) (map (fun o => (i, o)) l))). rewrite IH.
    rewrite Nat2Z.inj_succ, <- Z.add_1_l, inject_Z_plus. change (inject_Z 1) with 1. ring. }
  assert (All : forall rest before, ways = before ++ rest ->
    points_mass (map (fun io => nth (fst io) ways []) (list_prod (seq (length before) (length rest)) (seq 0 d)))
    == inject_Z (Z.of_nat d) * points_mass rest).
  { induction rest as [|x rest IH]; intros before E; [cbn; ring|]. cbn [length seq list_prod]. rewrite map_app, App.
    rewrite (One x) by (rewrite E, app_nth2, Nat.sub_diag by lia; reflexivity). rewrite seq_length.
    specialize (IH (before ++ [x])). rewrite app_length in IH. cbn [length] in IH. rewrite Nat.add_1_r in IH.
    rewrite IH by (rewrite <- app_assoc; exact E). cbn [points_mass fold_right]. fold (points_mass rest). ring. }
  apply (All ways []). reflexivity.
Qed.

(** A claim of a coordinate with a constant where its row is not 0. *)
Lemma claims_on_way d t ways rows (f : nat * nat -> place -> Q) : forall l cs,
  (forall io c, In io l -> ~ f io c == 0 -> on_way d t (nth (fst io) ways []) c) -> rows = map f l ->
  Forall2 (fun r c => ~ r c == 0) rows cs ->
  forall a c, In (a, c) (combine (map (fun io => nth (fst io) ways []) l) cs) -> on_way d t a c.
Proof.
  intros l. revert rows. induction l as [|io l IH]; intros rows cs V -> T a c I; [destruct I|].
  cbn [map] in T. inversion T as [|? b ? cs' B T']; subst. cbn [map combine] in I. destruct I as [E | I].
  - injection E as <- <-. apply V; [left; reflexivity | exact B].
  - apply (IH (map f l) cs'); auto. intros jo e J. apply V. right. exact J.
Qed.

Lemma second_of_combine {A B} (l : list A) : forall k : list B, length l = length k -> map snd (combine l k) = k.
Proof. induction l as [|a l IH]; intros [|b k] E; try discriminate; [reflexivity|]. cbn [combine map snd]. f_equal. apply IH. injection E; auto. Qed.

(** The inequality for one tree and one assignment: point i ends at the leaf at ways[i], after T = length (ways[i]) operations. Let J
    have a row for every label coordinate (i, o) and a column for every constant, with entries other than 0 only at constants on
    the way of point i, as the derivatives of the labels for the constants have. Then the sum over the points of 2^-T is at most 1,
    or the rows of J are dependent. *)
Theorem kraft : forall d t (ways : list way) (constants : list place) (J : nat * nat -> place -> Q),
  (1 <= d)%nat -> NoDup constants ->
  (forall i o c, (i < length ways)%nat -> (o < d)%nat -> ~ J (i, o) c == 0 -> on_way d t (nth i ways []) c) ->
  points_mass ways <= 1 \/ dependent place (map J (coordinates (length ways) d)) constants.
Proof.
  intros d t ways constants J D N V.
  destruct (transversal_or_dependent place place_dec (map J (coordinates (length ways) d)) constants N) as [(cs & T & U & _) | X];
    [left | right; exact X].
  assert (L : length cs = length (coordinates (length ways) d)).
  { rewrite <- (map_length J). symmetry. clear - T. induction T; simpl; congruence. }
  pose proof (kraft_claims d t (combine (map (fun io => nth (fst io) ways []) (coordinates (length ways) d)) cs) D) as K.
  rewrite (coordinates_mass d ways cs L) in K.
  assert (M : inject_Z (Z.of_nat d) * points_mass ways <= inject_Z (Z.of_nat d)).
  { apply K.
    - rewrite second_of_combine; [exact U | rewrite map_length; symmetry; exact L].
    - apply (claims_on_way d t ways (map J (coordinates (length ways) d)) J (coordinates (length ways) d) cs); [|reflexivity | exact T].
      intros [i o] c I. apply in_prod_iff in I. destruct I as [Ii Io]. apply in_seq in Ii, Io. cbn [fst]. apply V; [apply Ii | apply Io]. }
  assert (P : 0 < inject_Z (Z.of_nat d)) by (change 0 with (inject_Z 0); rewrite <- Zlt_Qlt; lia).
  apply (Qmult_le_l _ _ (inject_Z (Z.of_nat d))); [exact P | lra].
Qed.

(** * What follows *)

(** What the constants theta add to a coordinate. *)
Definition effect (J : nat * nat -> place -> Q) (constants : list place) (theta : place -> Q) (io : nat * nat) : Q :=
  fold_right (fun c sum => J io c * theta c + sum) 0 constants.

Lemma dot_map_ext l (f g : nat * nat -> Q) : forall k, (forall io, In io k -> f io == g io) -> dot l (map f k) == dot l (map g k).
Proof.
  induction l as [|a l IH]; intros [|io k] E; cbn [map dot]; try reflexivity. rewrite (E io) by (left; reflexivity).
  rewrite (IH k) by (intros jo I; apply E; right; exact I). reflexivity.
Qed.

Lemma dot_effect l J k theta c : forall constants,
  dot l (map (effect J (c :: constants) theta) k) ==
    theta c * combined place l (map J k) c + dot l (map (effect J constants theta) k).
Proof.
  intros constants. revert k. induction l as [|a l IH]; intros [|io k]; cbn [map dot combined]; try ring.
  rewrite IH. unfold effect at 1. cbn [fold_right]. fold (effect J constants theta io). ring.
Qed.

(** Where labels are affine in the constants (only what is added to values, and the constants of leaves, may be chosen): the
    inequality holds, or all labels that the tree takes for these points lie on one hyperplane. *)
Theorem kraft_hyperplane : forall d t (ways : list way) (constants : list place) base (J : nat * nat -> place -> Q),
  (1 <= d)%nat -> NoDup constants ->
  (forall i o c, (i < length ways)%nat -> (o < d)%nat -> ~ J (i, o) c == 0 -> on_way d t (nth i ways []) c) ->
  points_mass ways <= 1 \/
  exists l, length l = length (coordinates (length ways) d) /\ Exists (fun a => ~ a == 0) l /\
    forall theta y, (forall io, In io (coordinates (length ways) d) -> y io == base io + effect J constants theta io) ->
      dot l (map (fun io => y io - base io) (coordinates (length ways) d)) == 0.
Proof.
  intros d t ways constants base J D N V. destruct (kraft d t ways constants J D N V) as [K | (l & L & E & Z)]; [left; exact K | right].
  rewrite map_length in L. exists l. split; [exact L|]. split; [exact E|]. intros theta y Y.
  rewrite (dot_map_ext l _ (effect J constants theta)).
  - clear - Z. set (k := coordinates (length ways) d) in *. clearbody k. induction constants as [|c constants IH].
    + clear. revert k. induction l as [|a l IH]; intros [|io k]; cbn [map dot]; try reflexivity. rewrite IH. unfold effect. cbn [fold_right]. ring.
    + rewrite dot_effect, (Z c) by (left; reflexivity). rewrite IH by (intros b B; apply Z; right; exact B). ring.
  - intros io I. rewrite (Y io I). ring.
Qed.

(** From the inequality for n points: some point takes at least log2_up(n) operations. *)
Theorem worst_by_kraft : forall ways : list way, ways <> [] -> points_mass ways <= 1 ->
  exists a, In a ways /\ (Nat.log2_up (length ways) <= length a)%nat.
Proof.
  intros ways N K. set (T := Nat.log2_up (length ways)).
  destruct (Exists_dec (fun a : way => (T <= length a)%nat) ways (fun a => le_dec T (length a))) as [E | E].
  - apply Exists_exists in E. exact E.
  - exfalso. apply Forall_Exists_neg in E. destruct T as [|t] eqn:ET.
    { destruct ways as [|a ways]; [contradiction|]. inversion E as [|? ? F _]; subst. lia. }
    assert (H : forall n, half n * inject_Z (Z.of_nat (2 ^ n)) == 1).
    { induction n as [|n IH]; [reflexivity|]. rewrite Nat.pow_succ_r', Nat2Z.inj_mul, inject_Z_mult. cbn [half].
      change (inject_Z (Z.of_nat 2)) with 2. rewrite <- IH. ring. }
    assert (S : forall m n, (m <= n)%nat -> half n <= half m).
    { intros m n L. induction L as [|n L IH]; [apply Qle_refl|]. cbn [half]. destruct (half_bounds n) as [P _]. lra. }
    assert (M : inject_Z (Z.of_nat (length ways)) * half t <= points_mass ways).
    { clear - E S. induction ways as [|a ways IH]; [change (0 * half t <= 0); lra|]. inversion E as [|? ? F E']; subst. specialize (IH E').
      cbn [points_mass fold_right length]. fold (points_mass ways). rewrite Nat2Z.inj_succ, <- Z.add_1_l, inject_Z_plus.
      specialize (S (length a) t ltac:(lia)). change (inject_Z 1) with 1. lra. }
    assert (B : (length ways <= 2 ^ t)%nat).
    { specialize (H t). destruct (half_bounds t) as [P _]. apply Nat2Z.inj_le. rewrite Zle_Qle.
      apply (Qmult_le_r _ _ (half t)); [exact P | lra]. }
    apply Nat.log2_up_le_pow2 in B; [|destruct ways; [contradiction | simpl; lia]]. fold T in ET. lia.
Qed.
