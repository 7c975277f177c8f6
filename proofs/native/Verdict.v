(** The checker, from the bytes of the files of a bundle to the verdict on a claim; and what an accepted claim says. *)

From Coq Require Import String NArith ZArith QArith List Bool.
From Memocert Require Import native.Bytes native.Json native.Reader native.Document native.Sha256 native.Costs native.Network native.Dataset.
From Memocert Require Import native.Claim native.Meaning native.Hinted native.Demand native.Points native.Regions native.Balls native.Lower native.Totals native.Sentence.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** * Files *)

(** What a claim may name: what was read, with the SHA-256 of the bytes. *)
Inductive subject := Net (n : node) | Table (d : dataset).

(** What is in the file of a name, and its SHA-256; nothing if there is no such file. *)
Definition networks_of (f : folder) (name : bytes) : option (bytes * result node) :=
  match f name with Some s => Some (sha256 s, network_of s) | None => None end.
Definition datasets_of (f : folder) (name : bytes) : option (bytes * result dataset) :=
  match f name with Some s => Some (sha256 s, dataset_of s) | None => None end.

Definition no_file (name : bytes) {A} : result A := malformed [Show name; Say ": no such file or directory"].

(** What is in a file that is the one that was claimed about. *)
Definition claimed {A B} (r : reference) (found : option (bytes * result A)) (made : A -> B) : result B :=
  match found with
  | None => no_file (file r)
  | Some (sha, read) =>
      let! a := Bytes.within [Show (file r); Say ": "] read in
      if same_bytes sha (digest r) then Good (made a)
      else rejected [Show (file r); Say " is not the file that was claimed about: its SHA-256 is "; Show sha]
  end.

Section Loading.

Variable nodes : bytes -> option (bytes * result node).
Variable sets : bytes -> option (bytes * result dataset).

Definition load_one (role : role) (r : reference) : result subject :=
  match role with
  | Network => claimed r (nodes (file r)) Net
  | Data => claimed r (sets (file r)) Table
  end.

(** The files of a claim in order, each read before the next one is named. *)
Fixpoint load (rs : list role) (vs : list json) : result (list (reference * subject) * list json) :=
  match rs, vs with
  | [], _ => Good ([], vs)
  | role :: rs', v :: vs' =>
      let! r := reference_of role v in
      let! s := load_one role r in
      let! more := load rs' vs' in Good ((r, s) :: fst more, snd more)
  | _ :: _, [] => malformed [Say "a key is not there"]
  end.

End Loading.

(** * Certificates *)

Fixpoint integers_of (l : list json) (found : list Z) : option (list Z) :=
  match l with
  | [] => Some (rev' found)
  | Number z :: rest => integers_of rest (z :: found)
  | _ => None
  end.

Definition hint_text_of (number : Z) (v : json) : result hint_text :=
  match v with
  | List (Text name :: rest) =>
      match integers_of rest [] with
      | Some ns => Good (Hint name ns)
      | None => malformed [Say "hint "; Count number; Say " ("; Show name; Say ") holds something that is not an integer"]
      end
  | _ => malformed [Say "hint "; Count number; Say " must be a list that begins with a name"]
  end.

Definition CLAIM := Eval vm_compute in text "claim".
Definition HINTS := Eval vm_compute in text "hints".
Definition CERTIFICATE_FORMAT := Eval vm_compute in text "memocert certificate".

(** Hints are read one by one, the last one first. *)
Definition fed (key : bytes) (found : Z * list hint_text) (v : json) : result (Z * list hint_text) :=
  if same_bytes key HINTS then let! h := hint_text_of (fst found) v in Good (fst found + 1, h :: snd found) else Good found.

(** The hints of a certificate that is about the claim in a file of this name, with this SHA-256. *)
Definition certified (own name sha : bytes) (s : bytes) : result (list hint_text) :=
  let! found := Bytes.within [Show own; Say ": "] (
    let! fields := read_with (0, []) fed s in
    let! _ := is_document CERTIFICATE_FORMAT 3 fields in
    let! _ := has_fields [CLAIM; HINTS] fields in
    match find CLAIM fields, find HINTS fields with
    | Some (Whole about), Some (Fed (_, hints)) => let! r := Json.reference "claim" about in Good (r, rev' hints)
    | Some (Fed _), _ => malformed [Say "claim must be an object, not a list"]
    | _, Some f => malformed (Say "hints must be a list, not " :: spoken f)
    | _, _ => malformed [Say "a key is not there"]
    end) in
  if same_bytes (fst (fst found)) name && same_bytes (snd (fst found)) sha then Good (snd found)
  else rejected [Show own; Say " is about another claim"].

(** * Claims *)

(** What the checker says of a claim: it holds, with a sentence that says what, and whether it is a claim of no input. *)
Inductive verdict :=
| Accepted (sentence : list piece) (vacuous : bool)
| Refused (e : error)
| Incomplete (words : list piece).

(** All hints were read: there was none to read. *)
Definition no_hints (hs : list hint_text) : result unit :=
  require (match hs with [] => true | _ => false end) [Say "step 0: a hint is left over"].

Definition check_subjects (c : claim) (hs : list hint_text) (subjects : list subject) : result unit :=
  match c, subjects with
  | AtPoints g _ _, [Net n; Table d] => let! _ := check_points g n d in no_hints hs
  | Robustly g _ _ r, [Net n; Table d] => check_robustly n d g r hs
  | WithRadii g _ _ radii, [Net n; Table d] => check_with_radii n d g radii hs
  | Equivalent _ _ domain, [Net n; Net m] => check_equivalent n m domain hs
  | WithinTolerance _ _ domain t, [Net n; Net m] => check_tolerance n m domain t hs
  | EquivalentOnBalls _ _ _ r, [Net n; Net m; Table d] => check_equivalent_on_balls n d m r hs
  | SameClassOnBalls _ _ _ radii, [Net n; Net m; Table d] => check_same_class_on_balls n d m radii hs
  | OperationsAtMost _ domain m most attained, [Net n] => check_operations n m domain most attained hs
  | OutputWithin _ domain wanted, [Net n] => check_within n domain wanted hs
  | Avoids _ domain unsafe, [Net n] => check_avoids n domain unsafe hs
  | Paths _ domain count, [Net n] => check_count n domain count hs
  | ComparisonsNeeded constant _ k, [Table d] => check_comparisons constant d k hs
  | DepthNeeded constant _ k, [Table d] => check_depth constant d k hs
  | OperationsNeeded _ k, [Table d] => let! _ := check_least_operations d k in no_hints hs
  | UnitsNeeded _ k, [Table d] => let! _ := check_least_units d k in no_hints hs
  | MeanNeeded axis constant _ m, [Table d] => check_mean axis constant d m hs
  | _, _ => malformed [Say "the files are not those of the kind"]
  end.

Definition domain_of (c : claim) : list bound :=
  match c with
  | Equivalent _ _ domain | WithinTolerance _ _ domain _ | OperationsAtMost _ domain _ _ _ | OutputWithin _ domain _ | Avoids _ domain _
  | Paths _ domain _ => domain
  | _ => []
  end.

(** The sentence, and whether it speaks of no input. *)
Definition check_claim (c : claim) (hs : list hint_text) (subjects : list subject) : result (list piece * bool) :=
  let! _ := check_subjects c hs subjects in
  let vacuous := says_vacuous (domain_of c) hs in
  let nodes := flat_map (fun s => match s with Net n => [n] | Table _ => [] end) subjects in
  let sets := flat_map (fun s => match s with Table d => [d] | Net _ => [] end) subjects in
  Good (sentence_of c nodes sets vacuous, vacuous).

Definition CLAIM_END := Eval vm_compute in text ".claim.json".
Definition CERTIFICATE_END := Eval vm_compute in text ".certificate.json".

(** The name without its end, if it ends so. *)
Fixpoint stem (s : bytes) : option bytes :=
  if same_bytes s CLAIM_END then Some Stop
  else match s with
       | Stop => None
       | Byte b rest => match stem rest with Some t => Some (Byte b t) | None => None end
       end.

Definition settled (r : result verdict) : verdict := match r with Good v => v | Bad e => Refused e end.

Section Checking.

Variable f : folder.
Variable nodes : bytes -> option (bytes * result node).
Variable sets : bytes -> option (bytes * result dataset).

(** The verdict on the claim in a file of this name, where what is in files is looked up. *)
Definition check_using (name : bytes) : verdict :=
  settled (
    match (if file_name name then stem name else None), f name with
    | None, _ => malformed [Say "not a name for a claim of a bundle"]
    | _, None => no_file name
    | Some start, Some s =>
        let own := join start CERTIFICATE_END in
        let! head := head_of s in
        match f own with
        | None => Good (Incomplete [Say "hole: there is no certificate "; Show own])
        | Some t =>
            let! loaded := load nodes sets (roles (fst head)) (snd head) in
            let! hs := certified own name (sha256 s) t in
            let! c := claim_of (fst head) (map fst (fst loaded)) (snd loaded) in
            let! words := check_claim c hs (map snd (fst loaded)) in
            Good (Accepted (fst words ++ where_words 0 (combine (roles (fst head)) (map fst (fst loaded))))%list (snd words))
        end
    end).

End Checking.

(** The checker. *)
Definition check (f : folder) (name : bytes) : verdict := check_using f (networks_of f) (datasets_of f) name.

(** * What is proved *)

Definition digests_match (f : folder) (c : claim) : Prop :=
  Forall (fun r => exists s, f (file r) = Some s /\ sha256 s = digest r) (references c).

Definition loaded (f : folder) (rs : reference * subject) : Prop :=
  (exists s, f (file (fst rs)) = Some s /\ sha256 s = digest (fst rs)) /\
  match snd rs with Net n => is_network f (fst rs) n | Table d => is_dataset f (fst rs) d end.

Lemma load_one_sound f role r s : load_one (networks_of f) (datasets_of f) role r = Good s -> loaded f (r, s).
Proof.
  unfold load_one, networks_of, datasets_of, claimed. intros H.
  destruct role; (destruct (f (file r)) as [t|] eqn:F; [|discriminate]); taken H A; apply within_good in A;
    (destruct (same_bytes _ _) eqn:D; [|discriminate]); injection H as <-; apply same_bytes_eq in D; (split; [eauto|]); exists t; auto.
Qed.

Lemma load_sound f rs : forall vs l, load (networks_of f) (datasets_of f) rs vs = Good l ->
  references_of rs vs = Good (map fst (fst l), snd l) /\ Forall (loaded f) (fst l).
Proof.
  induction rs as [|role rs IH]; intros vs l H; cbn [load references_of] in *.
  - injection H as <-. split; [reflexivity | constructor].
  - destruct vs as [|v vs]; [discriminate|]. taken H A. taken H B. taken H C. injection H as <-.
    destruct (IH _ _ C) as [R F]. rewrite A. cbn [bind]. rewrite R. split; [reflexivity|]. constructor; [apply load_one_sound in B; exact B | exact F].
Qed.

Theorem check_claim_sound : forall f c hs l words, Forall (loaded f) l -> references c = map fst l ->
  check_claim c hs (map snd l) = Good words -> holds f c.
Proof.
  intros f c hs l words F R H.
  unfold check_claim in H. taken H A. clear H. destruct r.
  destruct c; cbn [references] in R; destruct l as [|[r1 s1] [|[r2 s2] [|[r3 s3] [|]]]]; try discriminate R; injection R; intros; subst;
    repeat match goal with F : Forall _ (_ :: _) |- _ => inversion F; clear F; subst end;
    repeat match goal with L : loaded _ _ |- _ => destruct L as [_ L]; cbn [fst snd] in L end;
    cbn [map fst snd check_subjects] in A;
    repeat match goal with s : subject |- _ => destruct s end; try discriminate A; cbn [snd] in *.
  - taken A B. eapply check_points_sound; eassumption.
  - eapply check_robustly_sound; eassumption.
  - eapply check_with_radii_sound; eassumption.
  - eapply check_equivalent_sound; [| |exact A]; eassumption.
  - eapply check_tolerance_sound; [| |exact A]; eassumption.
  - eapply check_equivalent_on_balls_sound; [| | |exact A]; eassumption.
  - eapply check_same_class_on_balls_sound; [| | |exact A]; eassumption.
  - eapply check_operations_sound; eassumption.
  - eapply check_within_sound; eassumption.
  - eapply check_avoids_sound; eassumption.
  - eapply check_count_sound; eassumption.
  - eapply check_comparisons_sound; eassumption.
  - eapply check_depth_sound; eassumption.
  - taken A B. eapply check_least_operations_sound; eassumption.
  - taken A B. eapply check_least_units_sound; eassumption.
  - eapply check_mean_sound; eassumption.
Qed.

(** An accepted claim is true: it is what the bytes of its file say, about the files whose SHA-256 it gives. *)
Theorem check_sound : forall f name sentence vacuous, check f name = Accepted sentence vacuous ->
  exists c, reads_claim (f name) c /\ digests_match f c /\ holds f c.
Proof.
  intros f name sentence vacuous H. unfold check, check_using, settled in H.
  destruct (if file_name name then stem name else None) as [start|]; [|discriminate].
  destruct (f name) as [s|] eqn:S; [|discriminate].
  destruct (bind (head_of s) _) as [v|] eqn:B in H; [|discriminate]. subst v. taken B A.
  destruct (f _) as [t|] in B; [|discriminate]. taken B L. taken B C. taken B D. taken B W. clear B.
  apply load_sound in L. destruct L as [L F]. exists r2. pose proof (claim_of_references _ _ _ _ D) as R.
  split; [exists s; split; [reflexivity|] | split].
  - unfold decode_claim. rewrite A. cbn [bind]. rewrite L. exact D.
  - unfold digests_match. rewrite R, Forall_map. eapply Forall_impl; [|exact F]. intros rs [E _]. exact E.
  - eapply check_claim_sound; eassumption.
Qed.

