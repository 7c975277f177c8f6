(** A table of nodes in the order of a file: the last ones are found soonest, and it is known which were used.

    It is a skew-binary random-access list (Okasaki, Purely Functional Data Structures, 9.3): trees of 2^k - 1 nodes. *)

From Coq Require Import ZArith List Bool Lia.
Import ListNotations.
Open Scope Z_scope.

Section Table.

Context {A : Type}.

(** A node, and whether a parent has used it. *)
Definition cell : Type := A * bool.

Inductive tree := Leaf (c : cell) | Fork (c : cell) (l r : tree).

(** Each tree with its number of cells; the last cell comes first. *)
Definition trees := list (Z * tree).

Definition push (a : A) (ts : trees) : trees :=
  match ts with
  | (n, t) :: (m, u) :: rest => if n =? m then (1 + n + m, Fork (a, false) t u) :: rest else (1, Leaf (a, false)) :: ts
  | _ => (1, Leaf (a, false)) :: ts
  end.

Definition mark (c : cell) : cell := (fst c, true).

(** The cell at place i from the last one on, and the tree in which it is used. *)
Fixpoint take (n : Z) (t : tree) (i : Z) : cell * tree :=
  match t with
  | Leaf c => (c, Leaf (mark c))
  | Fork c l r =>
      if i =? 0 then (c, Fork (mark c) l r)
      else
        let half := n / 2 in
        if i <=? half then let (d, l') := take half l (i - 1) in (d, Fork c l' r)
        else let (d, r') := take half r (i - 1 - half) in (d, Fork c l r')
  end.

Fixpoint use (ts : trees) (i : Z) : option (cell * trees) :=
  match ts with
  | [] => None
  | (n, t) :: rest =>
      if i <? n then let (c, t') := take n t i in Some (c, (n, t') :: rest)
      else match use rest (i - n) with
           | Some (c, rest') => Some (c, (n, t) :: rest')
           | None => None
           end
  end.

(** * What is found *)

Fixpoint cells (t : tree) : list cell :=
  match t with
  | Leaf c => [c]
  | Fork c l r => c :: cells l ++ cells r
  end.

Definition all_cells (ts : trees) : list cell := flat_map (fun t => cells (snd t)) ts.

Fixpoint full (n : Z) (t : tree) : Prop :=
  match t with
  | Leaf _ => n = 1
  | Fork _ l r => n = 1 + 2 * (n / 2) /\ full (n / 2) l /\ full (n / 2) r
  end.

Definition proper (ts : trees) : Prop := Forall (fun t => full (fst t) (snd t)) ts.

Lemma full_length t : forall n, full n t -> Z.of_nat (length (cells t)) = n.
Proof.
  induction t as [c|c l IHl r IHr]; intros n F; cbn [full cells length] in *; [subst n; reflexivity|].
  destruct F as (N & L & R). apply IHl in L. apply IHr in R. rewrite app_length. lia.
Qed.

Lemma push_proper a ts : proper ts -> proper (push a ts).
Proof.
  intros P. unfold push. destruct ts as [|[n t] [|[m u] rest]]; try (constructor; [reflexivity | exact P]).
  destruct (Z.eqb_spec n m) as [<-|]; [|constructor; [reflexivity | exact P]].
  inversion P as [|? ? T P']; subst. inversion P' as [|? ? U P'']; subst. cbn [fst snd] in *. constructor; [|exact P''].
  cbn [fst snd full]. assert (H : (1 + n + n) / 2 = n) by (replace (1 + n + n) with (1 + n * 2) by lia; rewrite Z.div_add by lia; reflexivity).
  rewrite H. repeat split; auto. lia.
Qed.

Lemma push_cells a ts : all_cells (push a ts) = (a, false) :: all_cells ts.
Proof.
  unfold push, all_cells. destruct ts as [|[n t] [|[m u] rest]]; try reflexivity. destruct (n =? m); [|reflexivity].
  cbn [flat_map snd cells app]. rewrite <- app_assoc. reflexivity.
Qed.

(** The list with the cell at place i marked. *)
Fixpoint marked (i : nat) (l : list cell) : list cell :=
  match l, i with
  | [], _ => []
  | c :: l', O => mark c :: l'
  | c :: l', S i => c :: marked i l'
  end.

Lemma marked_app l m : forall i, marked i (l ++ m) = if (i <? length l)%nat then marked i l ++ m else l ++ marked (i - length l) m.
Proof.
  induction l as [|c l IH]; intros [|i]; try reflexivity. cbn [app marked length]. rewrite IH.
  change (S i <? S (length l))%nat with (i <? length l)%nat. cbn [Nat.sub]. destruct (i <? length l)%nat; reflexivity.
Qed.

Lemma take_right t : forall n i, full n t -> 0 <= i < n ->
  nth_error (cells t) (Z.to_nat i) = Some (fst (take n t i)) /\
  cells (snd (take n t i)) = marked (Z.to_nat i) (cells t) /\ full n (snd (take n t i)).
Proof.
  induction t as [c|c l IHl r IHr]; intros n i F I; cbn [full] in F; cbn [take].
  - subst n. replace i with 0 by lia. repeat split; reflexivity.
  - destruct F as (N & L & R). destruct (Z.eqb_spec i 0) as [->|]; [repeat split; assumption|].
    pose proof (full_length l _ L) as LL. set (half := n / 2) in *.
    assert (S1 : Z.to_nat i = S (Z.to_nat (i - 1))) by lia.
    destruct (Z.leb_spec i half).
    + destruct (IHl half (i - 1) L ltac:(lia)) as (E & M & G). destruct (take half l (i - 1)) as [d l']. cbn [fst snd cells full] in *.
      rewrite S1. cbn [nth_error marked]. rewrite nth_error_app1 by lia. rewrite marked_app.
      replace (Z.to_nat (i - 1) <? length (cells l))%nat with true by (symmetry; apply Nat.ltb_lt; lia). rewrite M. repeat split; auto.
    + destruct (IHr half (i - 1 - half) R ltac:(lia)) as (E & M & G). destruct (take half r (i - 1 - half)) as [d r']. cbn [fst snd cells full] in *.
      rewrite S1. cbn [nth_error marked]. rewrite nth_error_app2 by lia. rewrite marked_app.
      replace (Z.to_nat (i - 1) <? length (cells l))%nat with false by (symmetry; apply Nat.ltb_ge; lia).
      replace (Z.to_nat (i - 1) - length (cells l))%nat with (Z.to_nat (i - 1 - half)) by lia. rewrite M. repeat split; auto.
Qed.

(** The cell at place i is that of the list of all cells, and only its mark changes. *)
Theorem use_right ts : forall i, proper ts -> 0 <= i ->
  match use ts i with
  | Some (c, ts') => nth_error (all_cells ts) (Z.to_nat i) = Some c /\ all_cells ts' = marked (Z.to_nat i) (all_cells ts) /\ proper ts'
  | None => nth_error (all_cells ts) (Z.to_nat i) = None
  end.
Proof.
  induction ts as [|[n t] ts IH]; intros i P I; cbn [use].
  - apply nth_error_None. cbn. lia.
  - inversion P as [|? ? T P']; subst. cbn [fst snd] in T. pose proof (full_length t n T) as L.
    unfold all_cells. cbn [flat_map snd]. fold (all_cells ts). destruct (Z.ltb_spec i n).
    + destruct (take_right t n i T ltac:(lia)) as (E & M & G). destruct (take n t i) as [c t']. cbn [fst snd] in *.
      rewrite nth_error_app1 by lia. unfold all_cells. cbn [flat_map snd]. rewrite marked_app, M.
      replace (Z.to_nat i <? length (cells t))%nat with true by (symmetry; apply Nat.ltb_lt; lia).
      repeat split; auto. constructor; assumption.
    + specialize (IH (i - n) P' ltac:(lia)). rewrite nth_error_app2, marked_app by lia.
      replace (Z.to_nat i <? length (cells t))%nat with false by (symmetry; apply Nat.ltb_ge; lia).
      replace (Z.to_nat i - length (cells t))%nat with (Z.to_nat (i - n)) by lia.
      destruct (use ts (i - n)) as [[c ts']|]; [|exact IH]. destruct IH as (E & M & G). unfold all_cells in *. cbn [flat_map snd].
      rewrite M. repeat split; auto. constructor; assumption.
Qed.

End Table.

Arguments trees : clear implicits.
