(** The feasible decision paths of a network over a domain: how many there are. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool MSetPositive.
From Memocert Require Import Forms Engine Goals Claims Bridge Segment.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** * What is claimed *)

(** The outcomes of gates and of the coordinates of relu and step, in the order in which they are taken. *)
Fixpoint path (n : Model.net) (x : Model.vec) : list bool :=
  match n with
  | Model.Affine _ | Model.Identity => []
  | Model.Relu | Model.Step => map (Qle_bool 0) x
  | Model.Sequence f g => path f x ++ path g (Model.eval f x)
  | Model.Concatenate f g => path f x ++ path g x
  | Model.Branch w t below above =>
      let o := Model.opens w t x in o :: (if o then path above x else path below x)
  end.

(** That many different paths are those of points of the domain. An outcome that no point can change, given those
    before it, is part of a path here and not in docs/reference/format.md: it tells no two paths apart. *)
Definition has_paths (n : Model.net) (p : nat) (domain : list constraint) (count : Z) : Prop :=
  exists paths, NoDup paths /\ Z.of_nat (length paths) = count /\
    forall a, In a paths <-> exists z, length z = p /\ inside z domain /\ path n z = a.

Lemma path_same n : forall x y, same x y -> path n x = path n y.
Proof.
  induction n; intros x y S; cbn [path]; auto.
  - induction S; cbn [map]; f_equal; auto. apply Model.Qle_bool_eq; [reflexivity | assumption].
  - induction S; cbn [map]; f_equal; auto. apply Model.Qle_bool_eq; [reflexivity | assumption].
  - rewrite (IHn1 _ _ S), (IHn2 _ _ (Model.eval_same _ _ _ S)). reflexivity.
  - rewrite (IHn1 _ _ S), (IHn2 _ _ S). reflexivity.
  - rewrite (Model.opens_same _ _ _ _ S). cbv zeta. destruct Model.opens; f_equal; auto.
Qed.

Lemma path_model n : forall x, decisions n x = path (model n) x.
Proof.
  induction n; intros x; cbn [decisions model path]; auto.
  - destruct kind; reflexivity.
  - rewrite IHn1, IHn2. f_equal. apply path_same, run_model.
  - rewrite IHn1, IHn2. reflexivity.
  - rewrite opens_model. cbv zeta. destruct opens; f_equal; auto.
Qed.

(** * Execution *)

Definition as_at (o : list bool) : continuation := fun s h => if list_eq_dec bool_dec (outcomes s) o then Some h else None.

Definition point (d : positive) (numbers : list Z) : list Q := run (line d (combine numbers numbers)) [1%Q].

(** A point that the hint states takes the path, or the region is empty. *)
Definition path_at (p : nat) (n : net) (domain : list constraint) : continuation := fun s h =>
  match hints h with
  | Empty e :: h' => if hollow (base s) e then Some (Thread h' (found h)) else None
  | Point (Zpos d) numbers :: h' =>
      if (length numbers =? p)%nat then
        if forallb (holds (point d numbers)) domain then
          if along d (combine numbers numbers) n (as_at (outcomes s)) then Some (Thread h' (outcomes s :: found h)) else None
        else None
      else None
  | _ => None
  end.

Definition code_bit (b : bool) (c : positive) : positive := if b then xI c else xO c.
Definition code (l : list bool) : positive := fold_right code_bit xH l.

Fixpoint distinct (seen : PositiveSet.t) (l : list (list bool)) : bool :=
  match l with
  | [] => true
  | a :: l' => if PositiveSet.mem (code a) seen then false else distinct (PositiveSet.add (code a) seen) l'
  end.

Definition check_paths (p : nat) (n : part) (domain : list constraint) (count : Z) (h : list hint) : bool :=
  match unless_empty domain h (fun h => Thread h [])
          (fun h => exec nothing None Exact (body n) (fun _ => 0) (start p domain) (path_at p (body n) domain) (Thread h [])) with
  | Some (Thread [] paths) => if Z.of_nat (length paths) =? count then distinct PositiveSet.empty paths else false
  | _ => false
  end.

Lemma code_injective : forall a b, code a = code b -> a = b.
Proof.
  induction a as [|x a IH]; intros [|y b] E; try reflexivity; cbn in E.
  - destruct y; discriminate.
  - destruct x; discriminate.
  - destruct x, y; try discriminate; injection E as E; f_equal; auto.
Qed.

Lemma distinct_sound l : forall seen, distinct seen l = true ->
  NoDup l /\ forall a, In a l -> ~ PositiveSet.In (code a) seen.
Proof.
  induction l as [|a l IH]; intros seen D; cbn [distinct] in D.
  - split; [constructor | intros a []].
  - destruct (PositiveSet.mem (code a) seen) eqn:M; [discriminate|]. destruct (IH _ D) as [N F]. split.
    + constructor; [|exact N]. intros I. apply (F a I), PositiveSet.add_spec. left. reflexivity.
    + intros b [<- | I] S.
      * apply PositiveSet.mem_spec in S. congruence.
      * apply (F b I), PositiveSet.add_spec. right. exact S.
Qed.

Section Sound.

Variables (p : nat) (n : net) (domain : list constraint).

Definition feasible (a : list bool) : Prop := exists z, length z = p /\ inside z domain /\ decisions n z = a.

Lemma as_keeps o : keeps (as_at o).
Proof. intros s h h' H. unfold as_at in H. destruct (list_eq_dec _ _ _); [injection H as <-; apply incl_refl | discriminate]. Qed.

Lemma point_length d numbers : length (point d numbers) = length numbers.
Proof. unfold point, line. cbn [run]. rewrite !map_length, combine_length. lia. Qed.

Lemma path_feasible s h h' : path_at p n domain s h = Some h' -> Forall feasible (found h) -> Forall feasible (found h').
Proof.
  intros H F. unfold path_at in H. destruct (hints h) as [|[| | |e| | |[|d|] numbers| | |] rest]; try discriminate.
  - destruct (hollow _ _); [|discriminate]. injection H as <-. exact F.
  - destruct (Nat.eqb_spec (length numbers) p) as [L|]; [|discriminate].
    destruct (forallb _ _) eqn:I; [|discriminate]. destruct (along _ _ _ _) eqn:A; [|discriminate].
    injection H as <-. constructor; [|exact F]. exists (point d numbers).
    split; [rewrite point_length; exact L|]. split; [apply holds_inside, I|].
    destruct (along_sound d _ n _ (as_keeps _) A 1) as (s1 & h1 & h2 & K & O & _); [reflexivity | apply Qle_refl|].
    unfold as_at in K. destruct (list_eq_dec _ _ _) as [E|]; [|discriminate]. unfold point. rewrite <- O. exact E.
Qed.

Lemma path_keeps : keeps (path_at p n domain).
Proof.
  intros s h h' H. unfold path_at in H. destruct (hints h) as [|[| | |e| | |[|d|] numbers| | |] rest]; try discriminate.
  - destruct (hollow _ _); [|discriminate]. injection H as <-. apply incl_refl.
  - destruct (_ =? _)%nat; [|discriminate]. destruct (forallb _ _); [|discriminate].
    destruct (along _ _ _ _); [|discriminate]. injection H as <-. apply incl_tl, incl_refl.
Qed.

Lemma all_feasible last h : exec nothing None Exact n (fun _ => 0) (start p domain) (path_at p n domain) (Thread h []) = Some last ->
  forall a, In a (found last) <-> feasible a.
Proof.
  intros E a. split.
  - intros I. assert (F : Forall feasible (found last)).
    { pose proof (exec_respects nothing None Exact (fun l l' => Forall feasible l -> Forall feasible l')) as K.
      eapply K; [auto | auto | | exact E | constructor]. intros s h1 h2. apply path_feasible. }
    rewrite Forall_forall in F. exact (F a I).
  - intros (z & L & I & <-).
    destruct (exec_sound nothing None Exact z last n _ _ _ _ _ z E path_keeps (incl_refl _) (start_fits z p domain L I)
      (start_reps z p domain L)) as [(s & h1 & h2 & K & S & F & _ & _ & O & _)|B]; [|destruct B].
    apply S. unfold path_at in K. destruct (hints h1) as [|[| | |e| | |[|d|] numbers| | |] rest]; try discriminate.
    + destruct (hollow _ _) eqn:Em; [|discriminate]. exfalso. exact (hollow_sound _ _ _ F Em).
    + destruct (_ =? _)%nat; [|discriminate]. destruct (forallb _ _); [|discriminate].
      destruct (along _ _ _ _); [|discriminate]. injection K as <-. left. apply O. discriminate.
Qed.

End Sound.

Theorem paths_model : forall p n domain count h, check_paths p n domain count h = true -> has_paths (meaning n) p domain count.
Proof.
  intros p n domain count h C. unfold check_paths in C. destruct (unless_empty _ _ _ _) as [[[|] paths]|] eqn:U; try discriminate.
  destruct (Z.eqb_spec (Z.of_nat (length paths)) count) as [E|]; [|discriminate].
  exists paths. split; [exact (proj1 (distinct_sound _ _ C))|]. split; [exact E|]. intros a.
  unfold meaning.
  assert (M : feasible p (body n) domain a <-> exists z, length z = p /\ inside z domain /\ path (model (body n)) z = a).
  { unfold feasible. split; intros (z & L & I & D); exists z; rewrite path_model in *; auto. }
  rewrite <- M. clear M. unfold unless_empty in U. destruct domain as [|c domain].
  - exact (all_feasible _ _ _ _ _ U a).
  - destruct h as [|[| | | | | | |ms| |] h]; try exact (all_feasible _ _ _ _ _ U a).
    destruct (empty _ ms) eqn:Em; [|discriminate]. injection U as _ <-. split; [intros []|].
    intros (z & _ & I & _). exfalso. exact (empty_sound _ _ _ Em I).
Qed.
