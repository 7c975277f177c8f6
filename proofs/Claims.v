(** Claims about all inputs of a region, checked by execution with hints: two networks agree, operations are bounded. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool.
From Memocert Require Import Forms Engine Goals.
Import ListNotations.
Open Scope Z_scope.

(** * The start: the inputs themselves *)

Definition inputs (p : nat) : list form := map (fun j => repeat 0 (S j) ++ [1]) (seq 0 p).

(** A constraint as one on p inputs alone. *)
Definition on_inputs (p : nat) (c : constraint) : constraint :=
  if (length (fst c) <=? S p)%nat then c else (firstn (S p) (fst c), snd c).

Lemma on_inputs_firstn p c : on_inputs p c = (firstn (S p) (fst c), snd c).
Proof.
  unfold on_inputs. destruct (Nat.leb_spec (length (fst c)) (S p)) as [L|_]; [|reflexivity].
  destruct c as [f r]. cbn [fst snd] in *. rewrite firstn_all2 by exact L. reflexivity.
Qed.

Definition start (p : nat) (domain : list constraint) : state :=
  let domain := map (on_inputs p) domain in State (Ground domain (box_of p domain) []) 0 [] 1 (inputs p).

Lemma lin_place j : forall z, (lin (repeat 0%Z j ++ [1%Z]) z == nth j z 0)%Q.
Proof.
  induction j as [|j IH]; intros [|q z]; simpl.
  - reflexivity.
  - change (inject_Z 1) with 1%Q. ring.
  - reflexivity.
  - rewrite IH. change (inject_Z 0) with 0%Q. ring.
Qed.

Lemma inputs_from z : forall k rest, (forall j, (j < length rest)%nat -> nth j rest 0%Q = nth (k + j) z 0%Q) ->
  Forall2 (fun f q => (ev f z == q * inject_Z 1)%Q) (map (fun j => repeat 0 (S j) ++ [1]) (seq k (length rest))) rest.
Proof.
  intros k rest. revert k. induction rest as [|q rest IH]; intros k H; [constructor|].
  cbn [length seq map]. constructor.
  - unfold ev. rewrite lin_place. cbn [nth]. pose proof (H 0%nat ltac:(simpl; lia)) as E. rewrite Nat.add_0_r in E. rewrite <- E.
    cbn [nth]. change (inject_Z 1) with 1%Q. ring.
  - apply IH. intros j J. specialize (H (S j) ltac:(simpl; lia)). cbn [nth] in H. rewrite H. f_equal. lia.
Qed.

Lemma start_reps z p domain : length z = p ->
  reps z (base (start p domain)) (den (start p domain)) (vals (start p domain)) z.
Proof.
  intros <- t. split; [reflexivity|]. apply (inputs_from (z ++ t) 0 z). intros j J. symmetry. apply app_nth1, J.
Qed.

Lemma lin_firstn f : forall x t, lin (firstn (length x) f) (x ++ t) = lin f x.
Proof.
  induction f as [|a f IH]; intros [|q x] t; try reflexivity.
  cbn [length firstn app lin]. rewrite IH. reflexivity.
Qed.

Lemma start_fits z p domain : length z = p -> inside z domain -> fits z (base (start p domain)).
Proof.
  intros <- I. assert (On : onward z (fun y => inside y (map (on_inputs (length z)) domain))).
  { intros t. unfold inside in *. rewrite Forall_map. eapply Forall_impl; [|exact I]. intros [f r]. unfold satisfies, ev.
    rewrite on_inputs_firstn. cbn [fst snd]. change (1%Q :: z ++ t) with ((1%Q :: z) ++ t). change (S (length z)) with (length (1%Q :: z)).
    rewrite lin_firstn. auto. }
  split.
  - symmetry. apply box_of_length.
  - apply box_of_held. exact (onward_here _ _ On).
  - exact Logic.I.
  - exact On.
Qed.

(** * Two networks agree *)

Fixpoint differences (a b : list form) : option (list constraint) :=
  match a, b with
  | [], [] => Some []
  | f :: a', g :: b' => match differences a' b' with Some l => Some ((addmul (-1) g f, Zero) :: l) | None => None end
  | _, _ => None
  end.

Lemma differences_sound z d a : forall b l x y, 0 < d -> differences a b = Some l ->
  Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) a x -> Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) b y ->
  inside z l -> Forall2 Qeq x y.
Proof.
  induction a as [|f a IH]; intros [|g b] l x y D E X Y V; simpl in E; try discriminate.
  - inversion X; inversion Y; constructor.
  - destruct (differences a b) as [l'|] eqn:E'; [|discriminate]. injection E as <-.
    inversion X as [|? ? ? ? Hf Hx]; subst. inversion Y as [|? ? ? ? Hg Hy]; subst. inversion V as [|? ? V1 V2]; subst.
    constructor; [|eapply IH; eauto].
    unfold satisfies in V1. cbn [fst snd stands] in V1. rewrite ev_addmul in V1. rewrite injZ_pos in D. change (inject_Z (-1)) with (-1)%Q in V1.
    rewrite Hf, Hg in V1. nra.
Qed.

Definition nothing : measure := Measure 0 0 0.

Definition agree_at (w : nat) : continuation := fun s h =>
  match differences (firstn w (vals s)) (skipn w (vals s)) with
  | Some l => match ends (base s) l (hints h) with Some h' => Some (Thread h' (found h)) | None => None end
  | None => None
  end.

Lemma agree_keeps w : keeps (agree_at w).
Proof.
  intros s h h' H. unfold agree_at in H. destruct differences as [l|]; [|discriminate].
  destruct ends as [h1|]; [|discriminate]. injection H as <-. apply incl_refl.
Qed.

(** The values of two networks side by side are those of the first, which has so many outputs, and of the second. *)
Lemma halves z d vs x y : Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) vs (x ++ y) ->
  Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) (firstn (length x) vs) x /\
  Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) (skipn (length x) vs) y.
Proof.
  revert vs. induction x as [|u x IH]; intros vs R; [split; [constructor | exact R]|].
  inversion R as [|f ? vs' ? Hf R']; subst. destruct (IH _ R') as [X Y]. split; [constructor; assumption | exact Y].
Qed.

Lemma agree_exec p q domain n m h t : typed p n q ->
  exec nothing None Relaxing (Concatenate n m) (fun _ => 0) (start p domain) (agree_at q) (Thread h []) = Some t ->
  forall z, length z = p -> inside z domain -> Forall2 Qeq (run n z) (run m z).
Proof.
  intros F1 E z L I.
  destruct (exec_sound nothing None Relaxing z t (Concatenate n m) _ _ _ _ _ z E (agree_keeps _) (incl_refl _) (start_fits z p domain L I)
    (start_reps z p domain L)) as [(s & h1 & h2 & K & _ & F & _ & _ & _ & R)|B]; [|destruct B].
  unfold agree_at in K. destruct (differences _ _) as [l|] eqn:D; [|discriminate].
  destruct (ends (base s) l (hints h1)) as [h3|] eqn:G; [|discriminate].
  apply (ends_sound z) in G; auto. destruct (onward_here _ _ R) as [P R']. cbn [run] in R'. clear R. rename R' into R.
  destruct (halves _ _ _ _ _ R) as [X Y]. rewrite (typed_length p n q z F1 L) in X, Y.
  eapply differences_sound; eauto.
Qed.

(** What is left of the hints when two networks of q outputs agree on a region. *)
Definition agrees (p q : nat) (n m : net) (domain : list constraint) (h : list hint) : option (list hint) :=
  unless_empty domain h (fun h => h) (fun h =>
    match exec nothing None Relaxing (Concatenate n m) (fun _ => 0) (start p domain) (agree_at q) (Thread h []) with
    | Some t => Some (hints t)
    | None => None
    end).

Lemma agrees_sound p q n m domain h h' : typed p n q -> agrees p q n m domain h = Some h' ->
  forall z, length z = p -> inside z domain -> Forall2 Qeq (run n z) (run m z).
Proof.
  intros T A z L I. apply unless_empty_sound with (z := z) in A; [|exact I].
  destruct (exec _ _ _ _ _ _ _ _) as [t|] eqn:E; [|discriminate]. exact (agree_exec p q domain n m h t T E z L I).
Qed.

(** * Operations at most *)

Definition cheap_at (t : Z) : continuation := fun s h =>
  if count s <=? t then Some h
  else match here_or_beyond (fun _ _ => None) (hints h) (base s) (hints h) with
       | Some h' => Some (Thread h' (found h))
       | None => None
       end.

Lemma cheap_keeps t : keeps (cheap_at t).
Proof.
  intros s h h' H. unfold cheap_at in H. destruct (count s <=? t); [injection H as <-; apply incl_refl|].
  destruct here_or_beyond; [|discriminate]. injection H as <-. apply incl_refl.
Qed.

Definition cheap (m : measure) (p : nat) (n : net) (t : Z) (domain : list constraint) (h : list hint) : bool :=
  match unless_empty domain h (fun h => Thread h []) (fun h =>
    exec m (Some t) Relaxing n (fun _ => 0) (start p domain) (cheap_at t) (Thread h []))
  with
  | Some (Thread [] _) => true
  | _ => false
  end.

Lemma run_cheap m p n t domain h last :
  exec m (Some t) Relaxing n (fun _ => 0) (start p domain) (cheap_at t) (Thread h []) = Some last ->
  forall z, length z = p -> inside z domain -> ops m n z <= t.
Proof.
  intros E z L I.
  destruct (exec_sound m (Some t) Relaxing z last n _ _ _ _ _ z E (cheap_keeps _) (incl_refl _) (start_fits z p domain L I)
    (start_reps z p domain L)) as [(s & h1 & h2 & K & _ & F & _ & C & _ & _)|B].
  - unfold cheap_at in K. simpl in C. destruct (Z.leb_spec (count s) t); [lia|].
    destruct (here_or_beyond _ _ _ _) as [h3|] eqn:E2; [|discriminate]. exfalso.
    apply (here_or_beyond_sound _ (fun _ => False) z) in E2; auto. discriminate.
  - simpl in B. lia.
Qed.

Theorem cheap_sound : forall m p n t domain h, cheap m p n t domain h = true ->
  forall z, length z = p -> inside z domain -> ops m n z <= t.
Proof.
  intros m p n t domain h H z L I. unfold cheap in H.
  destruct (unless_empty _ _ _ _) as [last|] eqn:E; [|discriminate]. clear H.
  apply unless_empty_sound with (z := z) in E; [|exact I]. eapply run_cheap; eauto.
Qed.

(** * Whether a point satisfies constraints *)

(** [lin f z + acc], reduced after each step: the denominators of a sum would else multiply up. *)
Fixpoint lin_reduced (f : form) (z : list Q) (acc : Q) : Q :=
  match f, z with
  | a :: f', q :: z' => lin_reduced f' z' (if a =? 0 then acc else Qred (acc + inject_Z a * q)%Q)
  | _, _ => acc
  end.

Lemma lin_reduced_lin f : forall z acc, (lin_reduced f z acc == lin f z + acc)%Q.
Proof.
  induction f as [|a f IH]; intros [|q z] acc; cbn [lin_reduced lin]; try ring.
  rewrite IH. destruct (Z.eqb_spec a 0) as [->|]; [change (inject_Z 0) with 0%Q; ring|]. rewrite Qred_correct. ring.
Qed.

Definition holds (z : list Q) (c : constraint) : bool :=
  let v := lin_reduced (fst c) (1%Q :: z) 0 in
  match snd c with
  | Positive => negb (Qle_bool v 0)
  | Nonnegative => Qle_bool 0 v
  | Zero => Qeq_bool v 0
  end.

Lemma holds_inside z region : forallb (holds z) region = true -> inside z region.
Proof.
  intros H. rewrite forallb_forall in H. apply Forall_forall. intros [f r] I. specialize (H _ I). unfold holds in H.
  unfold satisfies, ev. cbn [fst snd] in *.
  assert (E : (lin_reduced f (1%Q :: z) 0 == lin f (1%Q :: z))%Q) by (rewrite lin_reduced_lin; ring).
  revert E H. generalize (lin_reduced f (1%Q :: z) 0) as v. intros v E H. destruct r; cbn [stands].
  - rewrite <- E. destruct (Qlt_le_dec 0 v) as [L | L]; auto. apply Qle_bool_iff in L. rewrite L in H. discriminate.
  - rewrite <- E. apply Qle_bool_iff, H.
  - rewrite <- E. apply Qeq_bool_iff, H.
Qed.
