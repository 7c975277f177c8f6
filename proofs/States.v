(** The states of an execution: values on wires as forms over one denominator, beside what is known; and what the parts
    of a network cost. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool Setoid.
From Memocert Require Import Forms.
From Memocert Require Export Nets Ground.
Import ListNotations.
Open Scope Z_scope.

(** * Operations *)

(** What an addition, a multiplication and a comparison count. *)
Record measure := Measure { addition : Z; multiplication : Z; comparison : Z }.

Definition number {A} (p : A -> bool) (l : list A) : Z := fold_right (fun a n => (if p a then 1 else 0) + n) 0 l.

Definition stored (w : nat * Z) : bool := negb (snd w =? 0).

Definition multiplied (scale : positive) (w : nat * Z) : bool := stored w && negb (Z.abs (snd w) =? Zpos scale).

Definition negated (scale : positive) (w : nat * Z) : bool := negb (stored w) || (snd w =? Zneg scale).

Definition negation (scale : positive) (r : row * Z) : bool :=
  existsb stored (fst r) && (snd r =? 0) && forallb (negated scale) (fst r).

Definition row_cost (m : measure) (scale : positive) (r : row * Z) : Z :=
  addition m * Z.max 0 (number stored (fst r) + (if snd r =? 0 then 0 else 1) - 1)
  + multiplication m * (number (multiplied scale) (fst r) + (if negation scale r then 1 else 0)).

Definition gate_cost (m : measure) (scale : positive) (normal : row) : Z :=
  addition m * Z.max 0 (number stored normal - 1) + multiplication m * number (multiplied scale) normal + comparison m.

Definition layer_cost (m : measure) (scale : positive) (rows : list (row * Z)) : Z :=
  fold_right (fun r n => row_cost m scale r + n) 0 rows.

(** The same, not worked out where none of them counts. *)
Definition arithmetic_counts (m : measure) : bool := negb ((addition m =? 0) && (multiplication m =? 0)).

Definition layer_paid (m : measure) (scale : positive) (rows : list (row * Z)) : Z :=
  if arithmetic_counts m then layer_cost m scale rows else 0.

Definition gate_paid (m : measure) (scale : positive) (normal : row) : Z :=
  if arithmetic_counts m then gate_cost m scale normal else comparison m.

Lemma nothing_counts m : arithmetic_counts m = false -> addition m = 0 /\ multiplication m = 0.
Proof. unfold arithmetic_counts. rewrite negb_false_iff, andb_true_iff, !Z.eqb_eq. auto. Qed.

Lemma layer_paid_right m scale rows : layer_paid m scale rows = layer_cost m scale rows.
Proof.
  unfold layer_paid. destruct (arithmetic_counts m) eqn:C; [reflexivity|]. destruct (nothing_counts m C) as [A M].
  unfold layer_cost. induction rows as [|r rows IH]; [reflexivity|]. cbn [fold_right]. rewrite <- IH. unfold row_cost. rewrite A, M. reflexivity.
Qed.

Lemma gate_paid_right m scale normal : gate_paid m scale normal = gate_cost m scale normal.
Proof.
  unfold gate_paid. destruct (arithmetic_counts m) eqn:C; [reflexivity|]. destruct (nothing_counts m C) as [A M].
  unfold gate_cost. rewrite A, M. reflexivity.
Qed.

(** The operations on an input. *)
Fixpoint ops (m : measure) (n : net) (x : list Q) : Z :=
  match n with
  | Affine scale rows => layer_cost m scale rows
  | Identity => 0
  | Units _ width => comparison m * width
  | Sequence f g => ops m f x + ops m g (run f x)
  | Concatenate f g => ops m f x + ops m g x
  | Branch scale normal threshold below above =>
      gate_cost m scale normal + (if opens normal threshold x then ops m above x else ops m below x)
  end.

(** The structural maximum. *)
Fixpoint worst (m : measure) (n : net) : Z :=
  match n with
  | Affine scale rows => layer_cost m scale rows
  | Identity => 0
  | Units _ width => comparison m * width
  | Sequence f g => worst m f + worst m g
  | Concatenate f g => worst m f + worst m g
  | Branch scale normal _ below above => gate_cost m scale normal + Z.max (worst m below) (worst m above)
  end.

(** The outcomes of all decisions on an input, in the order in which they are taken. *)
Fixpoint decisions (n : net) (x : list Q) : list bool :=
  match n with
  | Affine _ _ | Identity => []
  | Units _ _ => map (Qle_bool 0) x
  | Sequence f g => decisions f x ++ decisions g (run f x)
  | Concatenate f g => decisions f x ++ decisions g x
  | Branch _ normal threshold below above =>
      let o := opens normal threshold x in o :: (if o then decisions above x else decisions below x)
  end.

Lemma ops_worst m n : forall x, ops m n x <= worst m n.
Proof.
  induction n; intros x; simpl; try lia.
  - specialize (IHn1 x). specialize (IHn2 (run n1 x)). lia.
  - specialize (IHn1 x). specialize (IHn2 x). lia.
  - specialize (IHn1 x). specialize (IHn2 x). destruct (opens _ _ _); lia.
Qed.

(** * States *)

(** Where it stands, the operations so far, the outcomes of the layers and gates so far (the last one first), and the
    values over their denominator. *)
Record state := State { base : ground; count : Z; trail : list (list bool); den : Z; vals : list form }.

Definition outcomes (s : state) : list bool := concat (rev (trail s)).

(** The values of a state at [z] are [x]. *)
Definition rep (z : list Q) (d : Z) (vs : list form) (x : list Q) : Prop :=
  0 < d /\ Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) vs x.

Fixpoint dotf (r : row) (vs : list form) (acc : form) : form :=
  match r with
  | [] => acc
  | (gap, w) :: r' =>
      match skipn gap vs with
      | [] => acc
      | f :: vs' => dotf r' vs' (addmul w f acc)
      end
  end.

Lemma Forall2_skipn {A B} (R : A -> B -> Prop) n : forall l m, Forall2 R l m -> Forall2 R (skipn n l) (skipn n m).
Proof. induction n; intros l m H; [exact H|]. inversion H; subst; simpl; [constructor|]. auto. Qed.

Lemma dotf_ev z d r : forall vs x acc, Forall2 (fun f q => (ev f z == q * d)%Q) vs x ->
  (ev (dotf r vs acc) z == dot r x * d + ev acc z)%Q.
Proof.
  induction r as [|[gap w] r IH]; intros vs x acc H; simpl; [ring|].
  apply (Forall2_skipn _ gap) in H. inversion H as [|f q vs' x' Hf H' E1 E2]; subst; [ring|].
  rewrite (IH _ _ _ H'), ev_addmul, Hf. ring.
Qed.

(** ** Common factors *)

Fixpoint divisor_all (g : Z) (vs : list form) : Z :=
  if g =? 1 then 1
  else match vs with
       | [] => g
       | f :: vs' => divisor_all (divisor g f) vs'
       end.

Definition reduced (s : state) : state :=
  if den s =? 1 then s
  else
    let g := divisor_all (den s) (vals s) in
    if g <=? 1 then s else State (base s) (count s) (trail s) (den s / g) (map (map (fun a => a / g)) (vals s)).

Lemma divisor_all_divides vs : forall g, 0 <= g ->
  (divisor_all g vs | g) /\ Forall (Forall (fun a => (divisor_all g vs | a))) vs.
Proof.
  induction vs as [|f vs IH]; intros g Hg; simpl; destruct (Z.eqb_spec g 1).
  - split; [apply Z.divide_1_l|constructor].
  - split; [apply Z.divide_refl|constructor].
  - split; [apply Z.divide_1_l|]. apply Forall_forall. intros. apply Forall_forall. intros. apply Z.divide_1_l.
  - destruct (divisor_divides f g Hg) as [D1 D2].
    destruct (IH (divisor g f) (divisor_nonneg _ _ Hg)) as [H1 H2]. split.
    + eapply Z.divide_trans; eassumption.
    + constructor; [|exact H2]. eapply Forall_impl; [|exact D2]. intros a Ha. eapply Z.divide_trans; eassumption.
Qed.

Lemma reduced_same s : base (reduced s) = base s /\ count (reduced s) = count s /\ trail (reduced s) = trail s.
Proof. unfold reduced. destruct (_ =? _); [auto|]. destruct (_ <=? _); auto. Qed.

Lemma cancelled (a v q d g : Q) : (0 < g -> a == g * v -> a == q * (g * d) -> v == q * d)%Q.
Proof.
  intros Hg Ha Hd. rewrite Ha in Hd. setoid_replace (q * (g * d))%Q with (g * (q * d))%Q in Hd by ring.
  apply (Qmult_inj_l _ _ g); [lra|assumption].
Qed.

Lemma reduced_rep z s x : rep z (den s) (vals s) x -> rep z (den (reduced s)) (vals (reduced s)) x.
Proof.
  unfold reduced. destruct (_ =? _); [auto|].
  destruct (Z.leb_spec (divisor_all (den s) (vals s)) 1) as [|Hg]; [auto|]. intros [Hd H]. simpl.
  assert (0 <= den s) as Hd' by lia.
  destruct (divisor_all_divides (vals s) (den s) Hd') as [D1 D2].
  set (g := divisor_all (den s) (vals s)) in *. assert (0 < g) as Hg' by lia.
  assert (g * (den s / g) = den s) as Ed by (apply divides_back; assumption).
  split; [nia|]. clear Hd Hd' D1 Hg. clearbody g. revert D2. induction H as [|f q vs' x' Hf _ IH]; intros D2; [constructor|].
  inversion D2; subst. constructor; [|auto].
  apply (cancelled (ev f z) _ q _ (inject_Z g)).
  - rewrite <- injZ_pos. exact Hg'.
  - apply lin_divided; assumption.
  - rewrite <- inject_Z_mult, Ed. exact Hf.
Qed.

(** ** Side by side *)

Definition scaled (a : Z) (vs : list form) : list form := if a =? 1 then vs else map (map (Z.mul a)) vs.

Definition join (d : Z) (vs : list form) (s : state) : state :=
  let g := Z.gcd d (den s) in
  State (base s) (count s) (trail s) (d * (den s / g)) (scaled (den s / g) vs ++ scaled (d / g) (vals s)).

Lemma scaled_rep z a d vs x : 0 < a -> rep z d vs x -> rep z (d * a) (scaled a vs) x.
Proof.
  intros Ha [Hd H]. split; [nia|]. unfold scaled. destruct (Z.eqb_spec a 1) as [->|].
  - rewrite Z.mul_1_r. exact H.
  - induction H as [|f q vs' x' Hf _ IH]; simpl; constructor; [|exact IH].
    unfold ev. rewrite lin_scale. fold (ev f z). rewrite Hf, inject_Z_mult. ring.
Qed.

Lemma join_rep z d vs x s y : rep z d vs x -> rep z (den s) (vals s) y ->
  rep z (den (join d vs s)) (vals (join d vs s)) (x ++ y).
Proof.
  intros Hx Hy. destruct Hx as [Hd Hx]. destruct Hy as [Hd' Hy]. unfold join. simpl.
  set (g := Z.gcd d (den s)). assert (0 < g) as Hg.
  { assert (0 <= g) by apply Z.gcd_nonneg. assert (g <> 0); [|lia]. intros E. apply Z.gcd_eq_0_l in E. lia. }
  assert (g * (d / g) = d) as E1 by (apply divides_back; [exact Hg|apply Z.gcd_divide_l]).
  assert (g * (den s / g) = den s) as E2 by (apply divides_back; [exact Hg|apply Z.gcd_divide_r]).
  destruct (scaled_rep z (den s / g) d vs x) as [P1 R1]; [nia|split; assumption|].
  destruct (scaled_rep z (d / g) (den s) (vals s) y) as [P2 R2]; [nia|split; assumption|].
  split; [exact P1|]. replace (den s * (d / g)) with (d * (den s / g)) in R2 by nia.
  apply Forall2_app; assumption.
Qed.

(** ** Affine maps and gates *)

Lemma affine_rep z d vs x scale rows : rep z d vs x ->
  rep z (d * Zpos scale) (map (fun r => dotf (fst r) vs [snd r * d]) rows) (map (fun r => affine scale r x) rows).
Proof.
  intros [Hd H]. split; [lia|]. induction rows as [|r rows IH]; simpl; constructor; [|exact IH].
  rewrite (dotf_ev _ _ _ _ _ _ H), ev_one. unfold affine. rewrite !inject_Z_mult.
  assert ((1 # scale) * inject_Z (Zpos scale) == 1)%Q as S by (unfold Qeq; simpl; lia).
  setoid_replace ((dot (fst r) x + inject_Z (snd r)) * (1 # scale) * (inject_Z d * inject_Z (Zpos scale)))%Q
    with ((dot (fst r) x + inject_Z (snd r)) * inject_Z d * ((1 # scale) * inject_Z (Zpos scale)))%Q by ring.
  rewrite S. ring.
Qed.

Lemma gate_rep z d vs x normal threshold : rep z d vs x ->
  rep z d [dotf normal vs [- (threshold * d)]] [(dot normal x - inject_Z threshold)%Q].
Proof.
  intros [Hd H]. split; [assumption|]. constructor; [|constructor].
  rewrite (dotf_ev _ _ _ _ _ _ H), ev_one, inject_Z_opp, inject_Z_mult. ring.
Qed.

Lemma gate_opens normal threshold x : Qle_bool 0 (dot normal x - inject_Z threshold) = opens normal threshold x.
Proof. unfold opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff. split; intros; lra. Qed.
