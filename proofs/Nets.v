(** Networks in integers, which know their widths; their meaning as networks of [Model]. *)

From Coq Require Import NArith ZArith QArith List Lia Lqa Bool.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

Notation same := Model.same.

(** * Networks, as docs/reference/format.md has them

    The rows of a layer are integers over one scale. A row holds, for each weight, how many positions are passed over
    before it, and the weight. Sequences and concatenations of many parts are nested. *)

Definition row := list (nat * Z).

Inductive unit_kind := Relu | Step.

Inductive net :=
| Affine (scale : positive) (rows : list (row * Z))
| Identity
| Units (kind : unit_kind) (width : Z)
| Sequence (first second : net)
| Concatenate (left right : net)
| Branch (scale : positive) (normal : row) (threshold : Z) (below above : net).

Fixpoint dot (r : row) (x : list Q) : Q :=
  match r with
  | [] => 0%Q
  | (gap, w) :: r' =>
      match skipn gap x with
      | [] => 0%Q
      | q :: x' => (inject_Z w * q + dot r' x')%Q
      end
  end.

Definition act (kind : unit_kind) (v : Q) : Q :=
  if Qle_bool 0 v then match kind with Relu => v | Step => 1%Q end else 0%Q.

Definition affine (scale : positive) (r : row * Z) (x : list Q) : Q :=
  ((dot (fst r) x + inject_Z (snd r)) * (1 # scale))%Q.

(** Whether the gate opens to the side above. *)
Definition opens (normal : row) (threshold : Z) (x : list Q) : bool := Qle_bool (inject_Z threshold) (dot normal x).

Fixpoint run (n : net) (x : list Q) : list Q :=
  match n with
  | Affine scale rows => map (fun r => affine scale r x) rows
  | Identity => x
  | Units kind _ => map (act kind) x
  | Sequence f g => run g (run f x)
  | Concatenate f g => run f x ++ run g x
  | Branch _ normal threshold below above => if opens normal threshold x then run above x else run below x
  end.

(** * Meaning *)

Fixpoint spread (scale : positive) (r : row) : Model.vec :=
  match r with
  | [] => []
  | (gap, w) :: r' => repeat 0%Q gap ++ (w # scale) :: spread scale r'
  end.

Fixpoint model (n : net) : Model.net :=
  match n with
  | Affine scale rows => Model.Affine (map (fun r => (spread scale (fst r), snd r # scale)) rows)
  | Identity => Model.Identity
  | Units Relu _ => Model.Relu
  | Units Step _ => Model.Step
  | Sequence f g => Model.Sequence (model f) (model g)
  | Concatenate f g => Model.Concatenate (model f) (model g)
  | Branch scale w t below above => Model.Branch (spread scale w) (t # scale) (model below) (model above)
  end.

(** * Values *)

Lemma scaled_down (a : Z) scale : (a # scale == inject_Z a * (1 # scale))%Q.
Proof. unfold Qeq, inject_Z, Qmult; simpl. ring. Qed.

Lemma dot_zeros gap w : forall x, (Model.dot (repeat 0%Q gap ++ w) x == Model.dot w (skipn gap x))%Q.
Proof.
  induction gap as [|gap IH]; intros [|q x]; simpl; try reflexivity.
  - destruct w; reflexivity.
  - rewrite IH. ring.
Qed.

Lemma dot_spread scale r : forall x, (Model.dot (spread scale r) x == dot r x * (1 # scale))%Q.
Proof.
  induction r as [|[gap w] r IH]; intros x; cbn [spread dot]; [simpl; ring|].
  rewrite dot_zeros. destruct (skipn gap x) as [|q rest]; cbn [Model.dot]; [ring|].
  rewrite IH, (scaled_down w). ring.
Qed.

Lemma opens_model scale w t x : Model.opens (spread scale w) (t # scale) x = opens w t x.
Proof.
  unfold Model.opens, opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff, dot_spread, (scaled_down t).
  assert (P : (0 < 1 # scale)%Q) by reflexivity. split; intros H; nra.
Qed.

Theorem run_model n : forall x, same (run n x) (Model.eval (model n) x).
Proof.
  induction n; intros x; cbn [run model].
  - cbn [Model.eval]. rewrite map_map. induction rows as [|r rows IH]; simpl; constructor; [|exact IH].
    unfold affine, Model.at_. cbn [fst snd]. rewrite dot_spread, (scaled_down (snd r)). ring.
  - apply Model.same_refl.
  - destruct kind; cbn [Model.eval]; apply Model.same_refl.
  - cbn [Model.eval]. eapply Model.same_trans; [apply IHn2|]. apply Model.eval_same, IHn1.
  - cbn [Model.eval]. apply Forall2_app; [apply IHn1 | apply IHn2].
  - cbn [Model.eval]. rewrite opens_model. destruct (opens normal threshold x); auto.
Qed.

(** * Widths *)

(** How many inputs a row reaches. *)
Fixpoint reach (r : row) : N :=
  match r with
  | [] => 0%N
  | (gap, _) :: r' => (N.succ (N.of_nat gap) + reach r')%N
  end.

(** The network takes p inputs and gives q outputs, and the layers of units say their width. *)
Inductive typed : nat -> net -> nat -> Prop :=
| typed_affine p scale rows : (1 <= p)%nat -> rows <> [] ->
    Forall (fun r => N.to_nat (reach (fst r)) <= p)%nat rows -> typed p (Affine scale rows) (length rows)
| typed_identity p : (1 <= p)%nat -> typed p Identity p
| typed_units p kind width : (1 <= p)%nat -> width = Z.of_nat p -> typed p (Units kind width) p
| typed_sequence p m q f g : typed p f m -> typed m g q -> typed p (Sequence f g) q
| typed_concatenate p a b f g : typed p f a -> typed p g b -> typed p (Concatenate f g) (a + b)
| typed_branch p q scale normal threshold below above : (N.to_nat (reach normal) <= p)%nat ->
    typed p below q -> typed p above q -> typed p (Branch scale normal threshold below above) q.

Lemma spread_length scale r : length (spread scale r) = N.to_nat (reach r).
Proof. induction r as [|[gap w] r IH]; cbn [spread reach length]; [reflexivity|]. rewrite app_length, repeat_length. cbn [length]. lia. Qed.

(** What is typed is a network of the model with these widths. *)
Lemma typed_takes p n q : typed p n q -> Model.takes p (model n) q.
Proof.
  induction 1 as [p scale rows P N F| | |p m q f g _ IHf _ IHg| |p q scale normal t below above W _ IHb _ IHa]; cbn [model].
  - erewrite <- map_length. constructor; [exact P| |].
    + destruct rows; [contradiction | discriminate].
    + rewrite Forall_map. eapply Forall_impl; [|exact F]. cbn [fst]. intros r R. rewrite spread_length. exact R.
  - constructor; assumption.
  - destruct kind; constructor; assumption.
  - econstructor; eassumption.
  - constructor; assumption.
  - constructor; [rewrite spread_length|..]; assumption.
Qed.

Lemma typed_length p n q x : typed p n q -> length x = p -> length (run n x) = q.
Proof.
  intros T L. rewrite (Model.same_length _ _ (run_model n x)). eapply Model.takes_length; [apply typed_takes, T | exact L].
Qed.

(** * Networks with their widths

    The widths of a shared part are computed once: what walked over the whole tree for them would walk over a tower of
    doublings for ever. *)

Record part := Part { body : net; ins : N; outs : N; fits : bool; fine : fits = true -> typed (N.to_nat ins) body (N.to_nat outs) }.

Definition meaning (n : part) : Model.net := model (body n).

Definition some {A} (l : list A) : bool := match l with [] => false | _ => true end.

Lemma affine_fine p scale rows :
  (1 <=? p)%N && some rows && forallb (fun r => reach (fst r) <=? p)%N rows = true ->
  typed (N.to_nat p) (Affine scale rows) (N.to_nat (N.of_nat (length rows))).
Proof.
  rewrite !andb_true_iff, N.leb_le, forallb_forall. intros [[P S] F]. rewrite Nat2N.id. constructor.
  - lia.
  - destruct rows; discriminate.
  - apply Forall_forall. intros r R. apply F, N.leb_le in R. lia.
Qed.

Lemma identity_fine p : (1 <=? p)%N = true -> typed (N.to_nat p) Identity (N.to_nat p).
Proof. rewrite N.leb_le. intros P. constructor. lia. Qed.

Lemma units_fine kind p : (1 <=? p)%N = true -> typed (N.to_nat p) (Units kind (Z.of_N p)) (N.to_nat p).
Proof. rewrite N.leb_le. intros P. constructor; lia. Qed.

Lemma sequence_fine f g : fits f && fits g && (outs f =? ins g)%N = true ->
  typed (N.to_nat (ins f)) (Sequence (body f) (body g)) (N.to_nat (outs g)).
Proof.
  rewrite !andb_true_iff, N.eqb_eq. intros [[F G] E]. apply fine in F, G. rewrite <- E in G. econstructor; eassumption.
Qed.

Lemma concatenate_fine f g : fits f && fits g && (ins f =? ins g)%N = true ->
  typed (N.to_nat (ins f)) (Concatenate (body f) (body g)) (N.to_nat (outs f + outs g)).
Proof.
  rewrite !andb_true_iff, N.eqb_eq. intros [[F G] E]. apply fine in F, G. rewrite <- E in G. rewrite N2Nat.inj_add.
  constructor; assumption.
Qed.

Lemma branch_fine p scale normal t below above :
  fits below && fits above && (ins below =? p)%N && (ins above =? p)%N && (outs below =? outs above)%N
    && (reach normal <=? p)%N = true ->
  typed (N.to_nat p) (Branch scale normal t (body below) (body above)) (N.to_nat (outs below)).
Proof.
  rewrite !andb_true_iff, !N.eqb_eq, N.leb_le. intros [[[[[B A] Ib] Ia] O] W]. apply fine in B, A.
  rewrite Ib in B. rewrite Ia, <- O in A. constructor; [lia | assumption..].
Qed.

Definition PAffine p scale rows : part := Part _ _ _ _ (affine_fine p scale rows).
Definition PIdentity p : part := Part _ _ _ _ (identity_fine p).
Definition PUnits kind p : part := Part _ _ _ _ (units_fine kind p).
Definition PSequence f g : part := Part _ _ _ _ (sequence_fine f g).
Definition PConcatenate f g : part := Part _ _ _ _ (concatenate_fine f g).
Definition PBranch p scale normal t below above : part := Part _ _ _ _ (branch_fine p scale normal t below above).

(** The network takes p inputs and gives q outputs, as computed. *)
Definition has_widths (p q : nat) (n : part) : bool := fits n && (ins n =? N.of_nat p)%N && (outs n =? N.of_nat q)%N.

Lemma has_widths_typed p q n : has_widths p q n = true -> typed p (body n) q.
Proof.
  unfold has_widths. rewrite !andb_true_iff, !N.eqb_eq. intros [[F P] Q]. apply fine in F.
  rewrite P, Q, !Nat2N.id in F. exact F.
Qed.

Theorem takes_by : forall p q n, has_widths p q n = true -> Model.takes p (meaning n) q.
Proof. intros p q n H. apply typed_takes, has_widths_typed, H. Qed.
