(** Whether the elements of a list differ from each other: they are sorted by merging, and no two that meet are equal. *)

From Coq Require Import ZArith List Bool Permutation Sorted Lia.
From Memocert Require Import Checker.
Import ListNotations.
Open Scope Z_scope.

Section Sorting.

Context {A : Type}.
Variable compare : A -> A -> comparison.
Hypothesis compare_eq : forall a b, compare a b = Eq <-> a = b.
Hypothesis compare_flip : forall a b, compare b a = CompOpp (compare a b).
Hypothesis compare_trans : forall a b c, compare a b = Lt -> compare b c = Lt -> compare a c = Lt.

(** Two increasing lists as one, after those that come before, the last one first; nothing if they have an element in common. *)
Fixpoint merge (l : list A) : list A -> list A -> option (list A) :=
  fix go (m read : list A) : option (list A) :=
    match l, m with
    | [], _ => Some (rev_append read m)
    | _, [] => Some (rev_append read l)
    | a :: l', b :: m' =>
        match compare a b with
        | Eq => None
        | Lt => merge l' m (a :: read)
        | Gt => go m' (b :: read)
        end
    end.

Fixpoint merge_pairs (done : list (list A)) (runs : list (list A)) : option (list (list A)) :=
  match runs with
  | r :: s :: rest =>
      match merge r s [] with
      | Some t => merge_pairs (t :: done) rest
      | None => None
      end
  | [r] => Some (r :: done)
  | [] => Some done
  end.

Fixpoint merge_all (rounds : list A) (runs : list (list A)) : bool :=
  match runs, rounds with
  | [], _ | [_], _ => true
  | _, [] => false
  | _, _ :: rounds =>
      match merge_pairs [] runs with
      | Some runs' => merge_all rounds runs'
      | None => false
      end
  end.

(** The list in increasing pieces. *)
Fixpoint pieces (done : list (list A)) (run : list A) (l : list A) : list (list A) :=
  match l with
  | [] => rev run :: done
  | a :: l' =>
      match run with
      | b :: _ => match compare b a with Lt => pieces done (a :: run) l' | _ => pieces (rev run :: done) [a] l' end
      | [] => pieces done [a] l'
      end
  end.

Definition distinct (l : list A) : bool := merge_all l (pieces [] [] l).

(** * Why that is right *)

Definition less (a b : A) : Prop := compare a b = Lt.
Notation increasing := (StronglySorted less).

Lemma increasing_app l : forall m, increasing (l ++ m) <-> increasing l /\ increasing m /\ Forall (fun a => Forall (less a) m) l.
Proof.
  induction l as [|a l IH]; intros m; cbn [app].
  - split; [intros H; repeat split; auto; constructor | intros (_ & H & _); exact H].
  - split.
    + intros H. inversion H as [|? ? S F]; subst. apply IH in S. destruct S as (S1 & S2 & S3). apply Forall_app in F. destruct F as [F1 F2].
      repeat split; auto; constructor; auto.
    + intros (S1 & S2 & S3). inversion S1 as [|? ? S F]; subst. inversion S3; subst. constructor; [apply IH; auto|]. apply Forall_app. auto.
Qed.

Lemma less_trans a b l : less a b -> Forall (less b) l -> Forall (less a) l.
Proof. intros H F. eapply Forall_impl; [|exact F]. intros c. apply compare_trans, H. Qed.

Lemma merge_right l : forall m read r, increasing (rev read ++ l) -> increasing (rev read ++ m) -> merge l m read = Some r ->
  increasing r /\ Permutation r (read ++ l ++ m).
Proof.
  induction l as [|a l IHl].
  - intros m read r _ M E. replace (merge [] m read) with (Some (rev_append read m)) in E by (destruct m; reflexivity).
    injection E as <-. rewrite rev_append_rev. split; [exact M|]. apply Permutation_app_tail, Permutation_sym, Permutation_rev.
  - induction m as [|b m IHm]; intros read r L M E.
    + injection E as <-. rewrite rev_append_rev, app_nil_r. split; [exact L|]. apply Permutation_app_tail, Permutation_sym, Permutation_rev.
    + cbn [merge] in E. destruct (compare a b) eqn:C; [discriminate | |].
      * apply IHl in E.
        -- destruct E as [S P]. split; [exact S|]. rewrite P. cbn [app]. apply Permutation_middle.
        -- cbn [rev]. rewrite <- app_assoc. exact L.
        -- apply increasing_app in L, M. destruct L as (L1 & L2 & L3), M as (M1 & M2 & M3). cbn [rev]. rewrite <- app_assoc. cbn [app].
           apply increasing_app. inversion M2; subst. repeat split; auto.
           ++ constructor; [exact M2|]. constructor; [exact C | eapply less_trans; eauto].
           ++ apply Forall_forall. intros x X. rewrite Forall_forall in L3, M3. specialize (L3 x X). specialize (M3 x X).
              inversion L3; subst. constructor; assumption.
      * assert (C' : less b a) by (unfold less; rewrite compare_flip, C; reflexivity).
        assert (E' : merge (a :: l) m (b :: read) = Some r) by exact E. apply IHm in E'.
        -- destruct E' as [S P]. split; [exact S|]. rewrite P. cbn [app]. rewrite (Permutation_middle read (a :: l ++ m) b).
           apply Permutation_app_head. cbn [app]. apply (Permutation_middle (a :: l) m b).
        -- apply increasing_app in L, M. destruct L as (L1 & L2 & L3), M as (M1 & M2 & M3). cbn [rev]. rewrite <- app_assoc. cbn [app].
           apply increasing_app. inversion L2; subst. repeat split; auto.
           ++ constructor; [exact L2|]. constructor; [exact C' | eapply less_trans; eauto].
           ++ apply Forall_forall. intros x X. rewrite Forall_forall in L3, M3. specialize (L3 x X). specialize (M3 x X).
              inversion M3; subst. constructor; assumption.
        -- cbn [rev]. rewrite <- app_assoc. exact M.
Qed.

Lemma merge_pairs_right runs : forall k done r, (length runs <= k)%nat -> Forall increasing done -> Forall increasing runs -> merge_pairs done runs = Some r ->
  Forall increasing r /\ Permutation (concat r) (concat done ++ concat runs).
Proof.
  intros k. revert runs. induction k as [|k IH]; intros runs done r K D F E; destruct runs as [|x [|y rest]]; cbn [merge_pairs length] in *;
    try lia; try (injection E as <-; cbn [concat]; rewrite ?app_nil_r; split; auto; fail).
  - injection E as <-. inversion F; subst. split; [constructor; auto|]. cbn [concat]. rewrite app_nil_r. apply Permutation_app_comm.
  - destruct (merge x y []) as [t|] eqn:M; [|discriminate]. inversion F as [|? ? X F']; subst. inversion F' as [|? ? Y F'']; subst.
    destruct (merge_right x y [] t X Y M) as [T P]. apply IH in E; [|lia|constructor; assumption|exact F''].
    destruct E as [G Q]. split; [exact G|]. rewrite Q. cbn [concat]. cbn [app] in P.
    rewrite <- app_assoc, P, (app_assoc x y (concat rest)). apply Permutation_app_swap_app.
Qed.

Lemma merge_all_right rounds : forall runs, Forall increasing runs -> merge_all rounds runs = true -> NoDup (concat runs).
Proof.
  assert (N : forall l, increasing l -> NoDup l).
  { induction 1 as [|a l S IH F]; constructor; [|exact IH]. intros I. rewrite Forall_forall in F. specialize (F a I).
    unfold less in F. assert (compare a a = Eq) by (apply compare_eq; reflexivity). congruence. }
  induction rounds as [|x rounds IH]; intros [|r [|s runs]] F E; cbn [merge_all] in E; try discriminate;
    try (cbn [concat]; rewrite ?app_nil_r; inversion F; auto; fail); try constructor.
  destruct (merge_pairs [] (r :: s :: runs)) as [runs'|] eqn:M; [|discriminate].
  apply (merge_pairs_right _ _ _ _ (le_n _)) in M; [|constructor|exact F]. destruct M as [G P]. apply IH in E; [|exact G].
  eapply Permutation_NoDup; [exact P | exact E].
Qed.

Lemma pieces_right l : forall done run, Forall increasing done -> increasing (rev run) ->
  Forall increasing (pieces done run l) /\ Permutation (concat (pieces done run l)) (l ++ run ++ concat done).
Proof.
  induction l as [|a l IH]; intros done run D R; cbn [pieces].
  - split; [constructor; assumption|]. cbn [concat app]. apply Permutation_app_tail, Permutation_sym, Permutation_rev.
  - destruct run as [|b run].
    + destruct (IH done [a] D) as [F P]; [constructor; constructor|]. split; [exact F|]. rewrite P. cbn [app].
      apply Permutation_sym, (Permutation_middle l (concat done) a).
    + assert (Other : Forall increasing (pieces (rev (b :: run) :: done) [a] l) /\
        Permutation (concat (pieces (rev (b :: run) :: done) [a] l)) ((a :: l) ++ (b :: run) ++ concat done)).
      { destruct (IH (rev (b :: run) :: done) [a]) as [F P]; [constructor; assumption | constructor; constructor|]. split; [exact F|].
        rewrite P. cbn [concat]. cbn [app]. rewrite <- Permutation_middle. apply perm_skip. apply Permutation_app_head.
        change (b :: run ++ concat done) with ((b :: run) ++ concat done). apply Permutation_app_tail, Permutation_sym, Permutation_rev. }
      destruct (compare b a) eqn:C; try exact Other.
      destruct (IH done (a :: b :: run) D) as [F P].
      * cbn [rev] in *. rewrite <- app_assoc. apply increasing_app in R. destruct R as (R1 & R2 & R3). cbn [app].
        apply increasing_app. repeat split; auto.
        -- repeat constructor. exact C.
        -- apply Forall_forall. intros x X. rewrite Forall_forall in R3. specialize (R3 x X). inversion R3; subst.
           repeat constructor; [assumption | eapply compare_trans; eassumption].
      * split; [exact F|]. rewrite P. cbn [app]. apply Permutation_sym, Permutation_middle.
Qed.

Theorem distinct_right l : distinct l = true -> NoDup l.
Proof.
  intros E. unfold distinct in E. destruct (pieces_right l [] []) as [F P]; [constructor | constructor|].
  apply merge_all_right in E; [|exact F]. cbn [concat] in P. rewrite !app_nil_r in P. eapply Permutation_NoDup; eauto.
Qed.

End Sorting.

(** * Points *)

Fixpoint compare_lists (l m : list Z) : comparison :=
  match l, m with
  | [], [] => Eq
  | [], _ => Lt
  | _, [] => Gt
  | a :: l', b :: m' => match Z.compare a b with Eq => compare_lists l' m' | c => c end
  end.

Definition compare_points (x y : values_over) : comparison :=
  match Pos.compare (snd x) (snd y) with Eq => compare_lists (fst x) (fst y) | c => c end.

Lemma compare_lists_eq l : forall m, compare_lists l m = Eq <-> l = m.
Proof.
  induction l as [|a l IH]; intros [|b m]; cbn [compare_lists]; split; try discriminate; try reflexivity.
  - destruct (Z.compare_spec a b) as [->| |]; try discriminate. rewrite IH. intros ->. reflexivity.
  - intros E. injection E as -> ->. rewrite Z.compare_refl, IH. reflexivity.
Qed.

Lemma compare_lists_flip l : forall m, compare_lists m l = CompOpp (compare_lists l m).
Proof.
  induction l as [|a l IH]; intros [|b m]; cbn [compare_lists]; try reflexivity.
  rewrite (Z.compare_antisym a b). destruct (a ?= b); cbn [CompOpp]; auto.
Qed.

Lemma compare_lists_trans l : forall m n, compare_lists l m = Lt -> compare_lists m n = Lt -> compare_lists l n = Lt.
Proof.
  induction l as [|a l IH]; intros [|b m] [|c n]; cbn [compare_lists]; try discriminate; try reflexivity.
  destruct (Z.compare_spec a b); destruct (Z.compare_spec b c); destruct (Z.compare_spec a c); try discriminate; try lia; intros; eauto; subst; lia.
Qed.

Lemma compare_points_eq x y : compare_points x y = Eq <-> x = y.
Proof.
  destruct x as [l d], y as [m e]. unfold compare_points. cbn [fst snd]. split.
  - destruct (Pos.compare_spec d e) as [->| |]; try discriminate. rewrite compare_lists_eq. intros ->. reflexivity.
  - intros E. injection E as -> ->. rewrite Pos.compare_refl. apply compare_lists_eq. reflexivity.
Qed.

Lemma compare_points_flip x y : compare_points y x = CompOpp (compare_points x y).
Proof.
  unfold compare_points. rewrite (Pos.compare_antisym (snd x) (snd y)). destruct (snd x ?= snd y)%positive; cbn [CompOpp]; auto.
  apply compare_lists_flip.
Qed.

Lemma compare_points_trans x y z : compare_points x y = Lt -> compare_points y z = Lt -> compare_points x z = Lt.
Proof.
  unfold compare_points. destruct (Pos.compare_spec (snd x) (snd y)); destruct (Pos.compare_spec (snd y) (snd z));
    destruct (Pos.compare_spec (snd x) (snd z)); try discriminate; try lia; intros; eauto using compare_lists_trans; subst; lia.
Qed.

Definition distinct_points (l : list values_over) : bool := distinct compare_points l.

Theorem distinct_points_right : forall l, distinct_points l = true -> NoDup l.
Proof. intros l. apply distinct_right; [apply compare_points_eq | apply compare_points_flip | apply compare_points_trans]. Qed.
