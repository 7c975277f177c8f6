(** Programs of operations on values: their labels, and the derivatives of these for the constants, by the rules for sums and
    products. A label depends on constants on the way of its point alone, so the inequality of Kraft's kind holds, or at every
    choice of constants the derivatives of the labels are dependent. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model Kraft.
Import ListNotations.
Open Scope Q_scope.

(** An operation on values, known by their numbers; its constant, if it has one, stands where it does. *)
Inductive operation :=
| AddValues (i j : nat) | SubtractValues (i j : nat) | TimesValues (i j : nat)
| AddConstant (i : nat) | FromConstant (i : nat) | TimesConstant (i : nat).

(** An output is a value or a constant. *)
Inductive output := Value (i : nat) | Constant.

(** Operations make one value more; tests compare a value with a threshold; at the end there are outputs. *)
Inductive code :=
| Stop (outputs : list output)
| Do (o : operation) (rest : code)
| Ask (i : nat) (threshold : Q) (below above : code).

Fixpoint skeleton (t : code) : program :=
  match t with
  | Stop _ => End
  | Do _ rest => Arithmetic (skeleton rest)
  | Ask _ _ below above => Decide (skeleton below) (skeleton above)
  end.

(** A number, and its derivative for every constant. *)
Notation dual := (Q * (place -> Q))%type.
Definition zero : dual := (0, fun _ => 0).
Definition get (i : nat) (values : list dual) : dual := nth i values zero.
Definition inputs (x : vec) : list dual := map (fun q => (q, fun _ => 0)) x.

(** The constant at place b is itself, with derivative 1 for itself. *)
Definition chosen (theta : place -> Q) (b : place) : dual := (theta b, fun c => if place_dec c b then 1 else 0).

Definition plus_ (u v : dual) : dual := (fst u + fst v, fun c => snd u c + snd v c).
Definition minus_ (u v : dual) : dual := (fst u - fst v, fun c => snd u c - snd v c).
Definition times_ (u v : dual) : dual := (fst u * fst v, fun c => snd u c * fst v + fst u * snd v c).

Definition result (o : operation) (k : dual) (values : list dual) : dual :=
  match o with
  | AddValues i j => plus_ (get i values) (get j values)
  | SubtractValues i j => minus_ (get i values) (get j values)
  | TimesValues i j => times_ (get i values) (get j values)
  | AddConstant i => plus_ (get i values) k
  | FromConstant i => minus_ k (get i values)
  | TimesConstant i => times_ k (get i values)
  end.

Definition given (theta : place -> Q) (here : way) (values : list dual) (numbered : nat * output) : dual :=
  match snd numbered with Value i => get i values | Constant => chosen theta (here, fst numbered) end.

(** The outputs at the end of the way a, from the node at the way [here] on, with their derivatives. *)
Fixpoint follow (theta : place -> Q) (t : code) (a here : way) (values : list dual) : list dual :=
  match t, a with
  | Stop outputs, [] => map (given theta here values) (combine (seq 0 (length outputs)) outputs)
  | Do o rest, true :: a' => follow theta rest a' (here ++ [true]) (values ++ [result o (chosen theta (here, 0%nat)) values])
  | Ask _ _ below above, b :: a' => follow theta (if b then above else below) a' (here ++ [b]) values
  | _, _ => []
  end.

(** The way that a point goes. *)
Fixpoint goes (theta : place -> Q) (t : code) (here : way) (values : list dual) : way :=
  match t with
  | Stop _ => []
  | Do o rest => true :: goes theta rest (here ++ [true]) (values ++ [result o (chosen theta (here, 0%nat)) values])
  | Ask i q below above =>
      if Qle_bool q (fst (get i values)) then true :: goes theta above (here ++ [true]) values
      else false :: goes theta below (here ++ [false]) values
  end.

(** What a value depends on. *)
Definition within (P : place -> Prop) (v : dual) : Prop := forall c, ~ snd v c == 0 -> P c.

Lemma within_more (P R : place -> Prop) v : (forall c, P c -> R c) -> within P v -> within R v.
Proof. intros S W c N. apply S, W, N. Qed.

Lemma chosen_within theta b (P : place -> Prop) : P b -> within P (chosen theta b).
Proof. intros B c N. unfold chosen in N. cbn [snd] in N. destruct (place_dec c b) as [-> | D]; [exact B | destruct N; reflexivity]. Qed.

(** Sums, differences and products depend on what their parts do. *)
Lemma parts_within P u v : within P u -> within P v ->
  within P (plus_ u v) /\ within P (minus_ u v) /\ within P (times_ u v).
Proof.
  intros U V. assert (Z : forall c, ~ P c -> snd u c == 0 /\ snd v c == 0).
  { intros c N. split; [destruct (Qeq_dec (snd u c) 0) as [E | E] | destruct (Qeq_dec (snd v c) 0) as [E | E]]; auto;
      destruct N; [apply U | apply V]; exact E. }
  assert (S : forall w : dual, (forall c, snd u c == 0 -> snd v c == 0 -> snd w c == 0) -> within P w).
  { intros w H c N. destruct (Qeq_dec (snd u c) 0) as [E | E]; [|apply U, E].
    destruct (Qeq_dec (snd v c) 0) as [F | F]; [|apply V, F]. destruct N. apply H; assumption. }
  repeat split; apply S; cbn [snd plus_ minus_ times_]; intros c E F; rewrite E, F; ring.
Qed.

Lemma result_within P o k values : within P k -> (forall i, within P (get i values)) -> within P (result o k values).
Proof.
  intros K V. destruct o; cbn [result];
    [apply parts_within | apply parts_within | apply parts_within | apply parts_within | apply parts_within | apply parts_within]; auto.
Qed.

Lemma get_last values v P : within P v -> (forall i, within P (get i values)) -> forall i, within P (get i (values ++ [v])).
Proof.
  intros W V i. unfold get. destruct (lt_eq_lt_dec i (length values)) as [[L | ->] | L].
  - rewrite app_nth1 by exact L. apply V.
  - rewrite app_nth2, Nat.sub_diag by lia. exact W.
  - rewrite nth_overflow by (rewrite app_length; simpl; lia). intros c N. destruct N. reflexivity.
Qed.

(** An output depends on what the values did, and on constants of nodes on the way. *)
Lemma follow_within d theta t : forall a here values (P : place -> Prop), (forall i, within P (get i values)) ->
  forall o, (o < d)%nat -> within (fun c => P c \/ exists s, fst c = here ++ s /\ on_way d (skeleton t) a (s, snd c))
    (get o (follow theta t a here values)).
Proof.
  induction t as [outputs | op rest IH | i q below IHb above IHa]; intros a here values P V o D.
  - destruct a as [|b a]; cbn [follow].
    + destruct (le_lt_dec (length outputs) o) as [L | L].
      { unfold get. rewrite nth_overflow by (rewrite map_length, combine_length, seq_length; lia). intros c N. destruct N. reflexivity. }
      unfold get. rewrite (nth_indep _ zero (given theta here values (0%nat, Constant)))
        by (rewrite map_length, combine_length, seq_length; lia).
      rewrite map_nth, combine_nth, seq_nth by (rewrite ?seq_length; auto). unfold given. cbn [fst snd Nat.add].
      destruct (nth o outputs Constant) as [i|].
      * eapply within_more; [|apply V]. intros c C. left. exact C.
      * apply chosen_within. right. exists []. cbn [fst snd]. rewrite app_nil_r. repeat split; auto.
    + unfold get. destruct o; intros c N; destruct N; reflexivity.
  - destruct a as [|[|] a]; cbn [follow]; try (unfold get; destruct o; intros c N; destruct N; reflexivity).
    eapply within_more; [|apply (IH a (here ++ [true]) _ (fun c => P c \/ c = (here, 0%nat))); [|exact D]].
    + intros [w k] [[C | C] | (s & E & W)].
      * left. exact C.
      * right. injection C as -> ->. exists []. cbn [fst snd skeleton on_way]. rewrite app_nil_r. auto.
      * right. exists (true :: s). cbn [fst snd] in *. rewrite <- app_assoc in E. split; [exact E|]. cbn [skeleton on_way]. right. exists s. auto.
    + apply get_last; [apply result_within|]; [apply chosen_within; right; reflexivity | |];
        intros j; (eapply within_more; [|apply V]); intros c C; left; exact C.
  - destruct a as [|b a]; cbn [follow]; [unfold get; destruct o; intros c N; destruct N; reflexivity|].
    assert (H : within (fun c => P c \/ exists s, fst c = (here ++ [b]) ++ s /\
        on_way d (skeleton (if b then above else below)) a (s, snd c)) (get o (follow theta (if b then above else below) a (here ++ [b]) values))).
    { destruct b; [apply IHa | apply IHb]; assumption. }
    eapply within_more; [|exact H]. intros [w k] [C | (s & E & W)]; [left; exact C | right].
    exists (b :: s). cbn [fst snd] in *. rewrite <- app_assoc in E. split; [exact E|]. cbn [skeleton on_way]. exists s.
    split; [reflexivity|]. destruct b; exact W.
Qed.

(** The derivatives of label coordinate (i, o) for the constants, if point i goes the way ways[i]. *)
Definition derivative (theta : place -> Q) (t : code) (points : list vec) (ways : list way) (io : nat * nat) : place -> Q :=
  snd (get (snd io) (follow theta t (nth (fst io) ways []) [] (inputs (nth (fst io) points [])))).

(** For one tree of operations, products included, and one assignment of points to leaves: the sum over the points of 2^-T is at
    most 1, or at every choice of the constants the derivatives of the labels are dependent. *)
Theorem kraft_program : forall d t points ways constants, (1 <= d)%nat -> NoDup constants ->
  points_mass ways <= 1 \/
  forall theta, dependent place (map (derivative theta t points ways) (coordinates (length ways) d)) constants.
Proof.
  intros d t points ways constants D N. destruct (Qlt_le_dec 1 (points_mass ways)) as [L | L]; [right | left; exact L].
  intros theta. destruct (kraft d (skeleton t) ways constants (derivative theta t points ways) D N) as [K | X]; [|lra | exact X].
  intros i o c I O E. unfold derivative in E. cbn [fst snd] in E.
  destruct (follow_within d theta t (nth i ways []) [] (inputs (nth i points [])) (fun _ => False)) with (o := o) (c := c) as [F | (s & S & W)].
  - intros j b B. unfold get, inputs in B. destruct (le_lt_dec (length (nth i points [])) j) as [J | J].
    + rewrite nth_overflow in B by (rewrite map_length; exact J). destruct B. reflexivity.
    + rewrite (nth_indep _ zero (0, fun _ => 0)) in B by (rewrite map_length; exact J).
      rewrite (map_nth (fun q : Q => (q, fun _ : place => 0)) _ 0 j) in B. destruct B. reflexivity.
  - exact O.
  - exact E.
  - destruct F.
  - destruct c as [w k]. cbn [fst snd app] in *. subst w. exact W.
Qed.

(** The same for the ways that the points go when the program runs with the constants theta: 2^-T with T the operations that it makes. *)
Corollary kraft_run : forall d t points constants theta, (1 <= d)%nat -> NoDup constants ->
  let ways := map (fun x => goes theta t [] (inputs x)) points in
  points_mass ways <= 1 \/ dependent place (map (derivative theta t points ways) (coordinates (length points) d)) constants.
Proof.
  intros d t points constants theta D N ways. destruct (kraft_program d t points ways constants D N) as [K | X]; [left; exact K | right].
  replace (length points) with (length ways) by apply map_length. apply X.
Qed.
