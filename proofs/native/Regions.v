(** Claims about all inputs of a domain: the checkers of proofs/ on what was read. *)

From Coq Require Import String NArith ZArith QArith List Bool Lia.
From Memocert Require Import Forms Nets Engine Goals Claims Bridge Near Within Avoids Segment Attained Paths.
From Memocert Require Import native.Bytes native.Costs native.Network native.Dataset native.Claim native.Meaning native.Hinted native.Demand native.Prices native.Points.
From Memocert Require Model Checker.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

Definition not_shown := [Say "the hints do not show it"].

(** What hints show; if they do not, and one of them has not the form that it must have, then it is malformed. *)
Definition shown (b : bool) (first : option Z) : result unit :=
  if b then Good tt
  else match first with
       | Some number => malformed [Say "hint "; Count number; Say " has not the integers that its name asks for"]
       | None => rejected not_shown
       end.

Lemma shown_true b first u : shown b first = Good u -> b = true.
Proof. destruct b; [reflexivity|]. destruct first; discriminate. Qed.

(** * What must fit *)

(** How many positions there are up to the last factor that is not 0. *)
Definition reach (b : bound) : Z := fold_left (fun n f => n + Z.of_nat (fst f) + 1) (factors b) 0.

(** Looked at before forms are written out, position by position. *)
Definition is_within (p : N) (bs : list bound) : bool :=
  forallb (fun b => reach b <=? Z.of_N p) bs && narrow (N.to_nat p) (region bs).

Lemma within_by p bs : is_within p bs = true -> speaks_of (N.to_nat p) bs.
Proof. intros H. apply andb_prop in H. apply narrow_by, (proj2 H). Qed.

(** There is room for the forms written out: half of all that there is for inputs, a quarter for outputs. *)
Definition has_room (share : Z) (p : N) (bs : list bound) : bool := share * (1 + Z.of_N p) * Z.of_nat (List.length bs) <=? PAIRS.

Definition fits_domain (name : string) (share : Z) (p : N) (bs : list bound) : result unit :=
  let! _ := allow (has_room share p bs) too_many in
  allow (is_within p bs) [Say "a position of "; Say name; Say " must be less than "; Count (Z.of_N p)].

Definition fits_pair (n m : node) : result unit :=
  require ((ins (whole m) =? ins (whole n)) && (outs (whole m) =? outs (whole n)))%N
    [Say "the two networks differ in their numbers of inputs or outputs"].

Lemma fits_domain_by name share p bs u : fits_domain name share p bs = Good u -> speaks_of (N.to_nat p) bs.
Proof. intros H. unfold fits_domain in H. taken H A. apply allow_true in H. apply within_by, H. Qed.

Lemma in_shape_by f r n : is_network f r n -> in_shape n.
Proof. intros (s & _ & H). apply typed_takes, (network_fits _ _ H). Qed.

Lemma alike_by f r1 n r2 m u : is_network f r1 n -> is_network f r2 m -> fits_pair n m = Good u -> alike n m.
Proof.
  intros N M H. apply require_true, andb_prop in H. destruct H as [A B]. apply N.eqb_eq in A, B.
  split; [eapply in_shape_by, N|]. split; [eapply in_shape_by, M|]. unfold wide_in, wide_out. rewrite A, B. auto.
Qed.

(** * Checks *)

(** The hints of networks side by side, with the number of the first one that has not its form. *)
Definition read_hints (how : reading) (nodes : list node) (p : N) (hs : list hint_text) : list hint * option Z :=
  hints_of how (Z.of_N p) (all_of (most Comparisons) nodes) 0 hs [] None.

(** So many executions; at each end, cells of what is wanted. *)
Definition afforded (nodes : list node) (p : N) (bs : list bound) (cells : Z) (hs : list hint_text) : result unit :=
  regions_afforded nodes (Z.of_N p) cells 0 (if says_vacuous bs hs then 0 else 1) 0 hs.

(** Constraints on so many numbers, with what is done for each. *)
Definition cells_of (width : N) (bs : list bound) : Z := Z.of_nat (List.length bs) * (8 + Z.of_N width).

Section One.

Variables (f : folder) (r : reference) (n : node).
Hypothesis N : is_network f r n.

Let p := wide_in n.
Let q := wide_out n.

Definition check_within (domain wanted : list bound) (hs : list hint_text) : result unit :=
  let! _ := fits_domain "domain" 2 (ins (whole n)) domain in
  let! _ := fits_domain "outputs" 4 (outs (whole n)) wanted in
  let! _ := allow (some wanted) [Say "outputs must state at least one constraint"] in
  let! _ := afforded [n] (ins (whole n)) domain (cells_of (outs (whole n)) wanted) hs in
  let read := read_hints ReadsEnds [n] (ins (whole n)) hs in
  shown (all_meet p (whole n) (region domain) (region wanted) (fst read)) (snd read).

Lemma check_within_sound domain wanted hs u : check_within domain wanted hs = Good u -> holds f (OutputWithin r domain wanted).
Proof.
  intros H. unfold check_within in H. taken H A. taken H B. taken H C. taken H D. apply shown_true in H. exists n.
  split; [exact N|]. split; [eapply in_shape_by, N|]. split; [eapply fits_domain_by, A|]. split.
  - intros E. subst wanted. apply allow_true in C. discriminate.
  - split; [eapply fits_domain_by, B|]. intros z [L I]. exact (within_model _ _ _ _ _ H z L I).
Qed.

Definition check_avoids (domain : list bound) (unsafe : list (list bound)) (hs : list hint_text) : result unit :=
  let! _ := fits_domain "domain" 2 (ins (whole n)) domain in
  let! _ := allow (has_room 4 (ins (whole n) + outs (whole n)) (List.concat unsafe)) too_many in
  let! _ := allow (forallb (is_within (ins (whole n) + outs (whole n))) unsafe)
    [Say "a position of unsafe must be less than "; Count (Z.of_N (ins (whole n) + outs (whole n)))] in
  let! _ := afforded [n] (ins (whole n)) domain
    (cells_of (ins (whole n) + outs (whole n)) (List.concat unsafe) + 8 * Z.of_nat (List.length unsafe)) hs in
  let read := read_hints ReadsEnds [n] (ins (whole n)) hs in
  shown (all_miss p (whole n) (region domain) (map region unsafe) (fst read)) (snd read).

Lemma check_avoids_sound domain unsafe hs u : check_avoids domain unsafe hs = Good u -> holds f (Claim.Avoids r domain unsafe).
Proof.
  intros H. unfold check_avoids in H. taken H A. taken H R. taken H B. taken H C. apply shown_true in H. exists n.
  split; [exact N|]. split; [eapply in_shape_by, N|]. split; [eapply fits_domain_by, A|]. split.
  - apply allow_true in B. rewrite forallb_forall in B. apply Forall_forall. intros bs I. specialize (B bs I).
    apply within_by in B. rewrite N2Nat.inj_add in B. exact B.
  - intros z [L I]. exact (avoids_model _ _ _ _ _ H z L I).
Qed.

Definition check_count (domain : list bound) (count : Z) (hs : list hint_text) : result unit :=
  let! _ := fits_domain "domain" 2 (ins (whole n)) domain in
  let! _ := afforded [n] (ins (whole n)) domain 0 hs in
  let read := read_hints ReadsPaths [n] (ins (whole n)) hs in
  shown (check_paths p (whole n) (region domain) count (fst read)) (snd read).

Lemma check_count_sound domain count hs u : check_count domain count hs = Good u -> holds f (Claim.Paths r domain count).
Proof.
  intros H. unfold check_count in H. taken H A. taken H B. apply shown_true in H. exists n.
  split; [exact N|]. split; [eapply in_shape_by, N|]. split; [eapply fits_domain_by, A|]. exact (paths_model _ _ _ _ _ H).
Qed.

(** ** Operations *)

Definition cheap_enough (m : counted) (domain : list bound) (bound : Z) (hs : list hint_text) : result unit :=
  if says_structure hs
  then require ((most m n <=? bound) && (bound <? CAP))
    [Say "step 0 (structure): 0 operations so far and a structural maximum of "; Count (most m n); Say " for the rest are more than "; Count bound]
  else
    let! _ := afforded [n] (ins (whole n)) domain 0 hs in
    let read := read_hints ReadsCosts [n] (ins (whole n)) hs in
    shown (check_cheap (weights m) p q (whole n) bound (region domain) (fst read)) (snd read).

Definition fits_point (attained : option Checker.values_over) : result unit :=
  allow (match attained with Some x => Z.of_nat (List.length (fst x)) =? Z.of_N (ins (whole n)) | None => true end)
    [Say "attained must have "; Count (Z.of_N (ins (whole n))); Say " entries"].

Definition attains (m : counted) (domain : list bound) (bound : Z) (attained : option Checker.values_over) : result unit :=
  match attained with
  | None => Good tt
  | Some x =>
      let! _ := runs_afforded [n] 1 in
      require (check_attains (weights m) p q (whole n) bound (region domain) (snd x) (fst x))
        [Say "the point that should attain the bound "; Count bound; Say " does not, or is not in the domain"]
  end.

Definition check_operations (m : counted) (domain : list bound) (bound : Z) (attained : option Checker.values_over) (hs : list hint_text)
  : result unit :=
  let! _ := fits_domain "domain" 2 (ins (whole n)) domain in
  let! _ := fits_point attained in
  let! _ := cheap_enough m domain bound hs in
  attains m domain bound attained.

Lemma cheap_enough_sound m domain bound hs u : cheap_enough m domain bound hs = Good u ->
  forall z, lies_in p domain z -> spends m n z <= bound.
Proof.
  intros H z [L I]. unfold cheap_enough in H. destruct (says_structure hs).
  - apply require_true, andb_prop in H. destruct H as [A B]. apply Z.leb_le in A. apply Z.ltb_lt in B. pose proof (most_bound m n bound B A) as W.
    destruct N as (s & _ & E). pose proof (network_fits _ _ E) as T. unfold spends, network, meaning.
    rewrite <- (ops_model _ _ _ _ T z L). pose proof (ops_worst (weights m) (body (whole n)) z). lia.
  - taken H A. apply shown_true in H. exact (cheap_model _ _ _ _ _ _ _ H z L I).
Qed.

Lemma attains_sound m domain bound attained u : attains m domain bound attained = Good u ->
  match attained with
  | Some x => lies_in p domain (Checker.rationals x) /\ spends m n (Checker.rationals x) = bound
  | None => True
  end.
Proof.
  destruct attained as [x|]; [|auto]. intros H. unfold attains in H. taken H A. apply require_true in H.
  destruct (attains_model _ _ _ _ _ _ _ _ H) as (L & I & S). split; [split; assumption | exact S].
Qed.

Lemma check_operations_sound m domain bound attained hs u : check_operations m domain bound attained hs = Good u ->
  holds f (OperationsAtMost r domain m bound attained).
Proof.
  intros H. unfold check_operations in H. taken H A. taken H C. taken H B. exists n.
  split; [exact N|]. split; [eapply in_shape_by, N|]. split; [eapply fits_domain_by, A|].
  split; [eapply cheap_enough_sound, B | eapply attains_sound, H].
Qed.

(** ** Two networks *)

Variables (r' : reference) (m : node).
Hypothesis M : is_network f r' m.

Definition check_equivalent (domain : list bound) (hs : list hint_text) : result unit :=
  let! _ := fits_domain "domain" 2 (ins (whole n)) domain in
  let! _ := fits_pair n m in
  let! _ := afforded [n; m] (ins (whole n)) domain (16 * Z.of_N (outs (whole n))) hs in
  let read := read_hints ReadsEnds [n; m] (ins (whole n)) hs in
  shown (check_agree p q (whole n) (whole m) (region domain) (fst read)) (snd read).

Lemma check_equivalent_sound domain hs u : check_equivalent domain hs = Good u -> holds f (Equivalent r r' domain).
Proof.
  intros H. unfold check_equivalent in H. taken H A. taken H B. taken H C. apply shown_true in H. exists n, m.
  split; [exact N|]. split; [exact M|]. split; [eapply alike_by; eassumption|]. split; [eapply fits_domain_by, A|].
  intros z [L I]. exact (agree_model _ _ _ _ _ _ H z L I).
Qed.

Definition check_tolerance (domain : list bound) (tolerance : Q) (hs : list hint_text) : result unit :=
  let! _ := fits_domain "domain" 2 (ins (whole n)) domain in
  let! _ := fits_pair n m in
  let! _ := allow (Qle_bool 0 tolerance) [Say "the tolerance must be at least 0"] in
  let! _ := afforded [n; m] (ins (whole n)) domain (16 * Z.of_N (outs (whole n))) hs in
  let read := read_hints ReadsEnds [n; m] (ins (whole n)) hs in
  shown (check_near p q (Qnum tolerance) (Qden tolerance) (whole n) (whole m) (region domain) (fst read)) (snd read).

Lemma check_tolerance_sound domain tolerance hs u : check_tolerance domain tolerance hs = Good u ->
  holds f (WithinTolerance r r' domain tolerance).
Proof.
  intros H. unfold check_tolerance in H. taken H A. taken H B. taken H C. taken H D. apply shown_true in H. exists n, m.
  split; [exact N|]. split; [exact M|]. split; [eapply alike_by; eassumption|]. split; [eapply fits_domain_by, A|].
  split; [apply Qle_bool_iff; eapply allow_true, C|]. intros z [L I]. destruct tolerance as [above below].
  exact (near_model _ _ _ _ _ _ _ _ H z L I).
Qed.

End One.
